"""What happens to pictures without being asked."""

from app.foundation.sweeps import sweep
from app.media.actions import forget_unattached


@sweep("media.forget_unattached")
async def forget() -> None:
    await forget_unattached()
