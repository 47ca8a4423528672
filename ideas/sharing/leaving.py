"""Whoever passed on an idea has its author's name on their poster: it goes when the author does."""

from app.accounts.leaving.kinds import Leaving
from app.foundation.database import rows
from app.sharing.keeping import forget_things


async def erase(leaving: Leaving) -> None:
    found = await rows("select public_id from idea where author = {}", leaving.member)
    await forget_things([f"ideas/{one['public_id']}" for one in found])
