"""Beginning to follow, and leaving off; both may be repeated and then change nothing."""

from datetime import timedelta

from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.community.following.kinds import Subject, find_followed
from app.foundation.database import execute


async def follow(viewer: Viewer, kind: str, public_id: str, ref: str = "") -> Subject:
    subject = await find_followed(viewer, kind, public_id)
    await limit("follow", str(viewer.id), most=300, within=timedelta(hours=1))
    await execute(
        "insert into follow (kind, subject, member, ref) values ({}, {}, {}, {}) on conflict do nothing",
        kind, subject.id, viewer.id, ref,
    )  # fmt: skip
    return subject


async def unfollow(viewer: Viewer, kind: str, public_id: str) -> Subject:
    subject = await find_followed(viewer, kind, public_id)
    await execute("delete from follow where kind = {} and subject = {} and member = {}", kind, subject.id, viewer.id)
    return subject
