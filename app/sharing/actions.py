"""What a member does with their share code."""

from app.accounts.viewer import Viewer
from app.foundation.database import execute, transaction


async def renew_code(viewer: Viewer) -> None:
    """A new one. Links with the old one lead on, and count for nobody."""
    async with transaction():
        await execute("delete from share_code where member = {} and is_current", viewer.id)
        await execute(
            "insert into share_code (code, member, is_current, created_at) values (new_share_code(), {}, true, app_now())",
            viewer.id,
        )
