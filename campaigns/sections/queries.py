"""The rows of a campaign's sections, and who may be named as making it."""

from typing import Any

from app.accounts.queries import Person, people
from app.accounts.viewer import Viewer
from app.brands.queries import member_ids_of
from app.foundation.database import row, rows
from campaigns.queries import SHOWN
from campaigns.sections.tables import KINDS
from campaigns.sections.texts import Texts, texts_of
from campaigns.tiers.queries import tiers_of
from ideas.contributing.queries import credits_of

Parts = dict[str, list[dict[str, Any]]]


async def parts_of(campaign: int) -> Parts:
    """By kind, in their order; `member_id` is the public id of a member named in the team."""
    found = await rows(
        """select p.*, m.public_id as member_id from campaign_part p left join member m on m.id = p.member
        where p.campaign = {} order by p.kind, p.position, p.id""",
        campaign,
    )
    return {kind: [one for one in found if one["kind"] == kind] for kind in KINDS}


async def candidates(campaign: dict[str, Any]) -> list[Person]:
    """The brand's people and the idea's: nobody else's name is put on a page by choosing it."""
    writers = [one.member for one in await credits_of(campaign["idea"])] if campaign["idea"] else []
    ids = list(dict.fromkeys([*await member_ids_of(campaign["brand"]), *writers]))
    living = await rows("select id from member where id = any({}) and erased_at is null and merged_into is null", ids)
    known, still_here = await people(ids), {one["id"] for one in living}
    return [known[one] for one in ids if one in still_here]


async def all_texts(campaign: dict[str, Any]) -> Texts:
    return texts_of(campaign, await parts_of(campaign["id"]), await tiers_of(campaign["id"]))


async def place_in_team(campaign: int, member: int) -> dict[str, Any] | None:
    return await row("select id, text from campaign_part where campaign = {} and member = {}", campaign, member)


async def named_in(viewer: Viewer, public_id: str) -> dict[str, Any] | None:
    """The campaign in whose team the viewer is named, also while nobody else outside sees it."""
    return await row(
        f"""{SHOWN} where c.public_id = {{}} and c.visibility = 'visible'
        and exists (select from campaign_part p where p.campaign = c.id and p.member = {{}})""",
        public_id, viewer.id,
    )  # fmt: skip
