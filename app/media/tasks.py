"""What happens to pictures without being asked."""

from typing import Any

from app.foundation.queue import task
from app.foundation.sweeps import sweep
from app.media import storage
from app.media.actions import forget_unattached
from app.media.rules import WIDTHS


@sweep("media.forget_unattached")
async def forget() -> None:
    await forget_unattached()


@task("delete_pictures")
async def delete_files(payload: dict[str, Any]) -> None:
    """Of pictures whose rows are gone already."""
    for public_id in payload["pictures"]:
        for width in WIDTHS:
            await storage.delete(public_id, width)
