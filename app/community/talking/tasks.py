"""Background work of talk: those whom new comments concern are told."""

from app.community.talking.telling import tell_of_new_comments
from app.foundation.sweeps import sweep


@sweep("new comments are told of")
async def tell() -> None:
    await tell_of_new_comments()
