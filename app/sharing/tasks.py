"""Forgetting drawn pictures that nobody asks for."""

from app.foundation.sweeps import sweep
from app.sharing.keeping import forget_old


@sweep("sharing.forget_drawn_pictures")
async def forget() -> None:
    await forget_old()
