"""Who follows something, and what a member follows."""

from typing import Any

from app.accounts.viewer import Viewer
from app.community.following.kinds import followed_kinds
from app.foundation.database import row, rows


async def followers(kind: str, subject: int) -> list[int]:
    """Members, in the order in which they came."""
    return [
        one["member"]
        for one in await rows("select member from follow where kind = {} and subject = {} order by id", kind, subject)
    ]


async def follow_of(viewer: Viewer, kind: str, subject: int, public_id: str) -> dict[str, Any]:
    """What the fragment community/following/_button.html shows."""
    found = await row(
        """select count(*) as followers, coalesce(bool_or(member = {}), false) as is_on from follow
        where kind = {} and subject = {}""",
        viewer.id, kind, subject,
    )  # fmt: skip
    assert found is not None
    return {"kind": kind, "public_id": public_id, **found}


async def following_of(viewer: Viewer, limit: int = 200) -> list[dict[str, Any]]:
    """What the viewer follows, the newest first; what can't be seen any more is left out."""
    found = await rows("select kind, subject from follow where member = {} order by id desc limit {}", viewer.id, limit)
    shown: dict[tuple[str, int], Any] = {}
    for kind, known in followed_kinds().items():
        for subject in await known.named([one["subject"] for one in found if one["kind"] == kind]):
            shown[kind, subject.id] = subject
    keys = [(one["kind"], one["subject"]) for one in found]
    return [{"kind": key[0], "subject": shown[key]} for key in keys if key in shown]
