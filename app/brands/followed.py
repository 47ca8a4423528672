"""Brands can be followed."""

from app.accounts.viewer import Viewer
from app.brands.queries import visible_brand
from app.community.following.kinds import Followed, Subject
from app.foundation.database import rows


async def find(viewer: Viewer, public_id: str) -> Subject:
    brand = await visible_brand(viewer, public_id)
    return Subject(brand["id"], brand["name"], f"/brands/{public_id}")


async def named(ids: list[int]) -> list[Subject]:
    found = await rows("select id, name, public_id from brand where id = any({}) and visibility = 'visible'", ids)
    return [Subject(one["id"], one["name"], f"/brands/{one['public_id']}") for one in found]


FOLLOWED = {"brand": Followed(find, named)}
