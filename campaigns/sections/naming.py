"""Members named in a campaign's team: who may be, how they hear of it, and how they take themselves out."""

from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import execute, rows, transaction
from app.foundation.i18n import N_
from app.foundation.refusals import NotFound, Refusal
from app.notifications.actions import notify
from campaigns.revising.actions import note_changes
from campaigns.revising.rules import Change
from campaigns.sections.holding import held_now
from campaigns.sections.queries import candidates, parts_of, place_in_team
from campaigns.sections.rows import Part


async def members_of(campaign: dict[str, Any], parts: list[Part]) -> dict[str, int]:
    """Ids by public id. Whoever stands there already may stay, also after leaving the brand's team."""
    known = {person.public_id: person.id for person in await candidates(campaign)}
    known |= {one["member_id"]: one["member"] for one in (await parts_of(campaign["id"]))["team"] if one["member"]}
    for part in parts:
        if part.member and part.member not in known:
            raise Refusal(N_("请从名单里选，或者只写名字。"), field=f"member-{part.key}")
    return {part.member: known[part.member] for part in parts if part.member}


async def tell_named(campaign: dict[str, Any], members: list[int]) -> None:
    """Each is told once, however often they are taken out and put in again."""
    url = f"/campaigns/{campaign['public_id']}/team"
    told = await rows("select member from notice where member = any({}) and event = 'named_in_team' and url = {}", members, url)
    members = [one for one in members if one not in {each["member"] for each in told}]
    await notify(members, "named_in_team", url, campaign=campaign["title"])


async def leave_team(viewer: Viewer, campaign: dict[str, Any]) -> None:
    """By whoever is named there; of a public page it is noted like any other change."""
    async with transaction():
        held = await held_now(campaign["id"])
        if await place_in_team(campaign["id"], viewer.id) is None:
            raise NotFound
        await execute("delete from campaign_part where campaign = {} and member = {}", campaign["id"], viewer.id)
        if held.is_public:
            await note_changes(viewer, held.campaign, [Change("team_out", about=viewer.id)])
