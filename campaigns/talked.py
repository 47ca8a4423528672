"""Campaigns are talked about: the idea's author speaks there as its author, the brand's team for the brand."""

from collections.abc import Iterable
from typing import Any

from app.accounts.viewer import Viewer
from app.brands.queries import member_ids_of
from app.community.talking.kinds import Subject, Talked
from app.community.talking.rules import BELOW
from app.community.talking.showing import ThreadView, show_thread
from app.foundation.database import rows
from app.foundation.refusals import NotFound
from campaigns.queries import SHOWN, VISIBLE, campaign_by_public_id
from campaigns.rules import PUBLIC
from ideas.contributing.queries import team_of


async def talk_of_campaign(campaign: dict[str, Any]) -> Subject:
    writers = await team_of(campaign["idea"]) if campaign["idea_public_id"] else []
    return Subject(
        "campaign", campaign["id"], campaign["public_id"], campaign["title"], f"/campaigns/{campaign['public_id']}",
        author=campaign["idea_author"], co_authors=tuple(one for one in writers if one != campaign["idea_author"]),
        brand=campaign["brand"], brand_name=campaign["brand_name"],
        told=tuple(await member_ids_of(campaign["brand"], "owner", "editor", "support")),
    )  # fmt: skip


def is_talked_about(campaign: dict[str, Any]) -> bool:
    """Once it is public: a draft's preview has no talk."""
    return campaign["state"] in PUBLIC


async def thread_below(viewer: Viewer, campaign: dict[str, Any]) -> ThreadView | None:
    """None before it is public."""
    return await show_thread(viewer, await talk_of_campaign(campaign), limit=BELOW) if is_talked_about(campaign) else None


async def find(viewer: Viewer, public_id: str) -> Subject:
    campaign = await campaign_by_public_id(viewer, public_id)
    if not is_talked_about(campaign):
        raise NotFound
    return await talk_of_campaign(campaign)


async def named(ids: Iterable[int]) -> list[Subject]:
    found = await rows(f"{SHOWN} where c.id = any({{}}) and {VISIBLE}", list(ids))
    return [await talk_of_campaign(one) for one in found]


TALKED = {"campaign": Talked(find, named)}
