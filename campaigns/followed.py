"""Campaigns can be followed."""

from app.accounts.viewer import Viewer
from app.community.following.kinds import Followed, Subject
from app.foundation.database import rows
from campaigns.queries import VISIBLE, campaign_by_public_id


async def find(viewer: Viewer, public_id: str) -> Subject:
    campaign = await campaign_by_public_id(viewer, public_id)
    return Subject(campaign["id"], campaign["title"], f"/campaigns/{public_id}")


async def named(ids: list[int]) -> list[Subject]:
    found = await rows(f"select c.id, c.title, c.public_id from campaign c where c.id = any({{}}) and {VISIBLE}", ids)
    return [Subject(one["id"], one["title"], f"/campaigns/{one['public_id']}") for one in found]


FOLLOWED = {"campaign": Followed(find, named)}
