"""Reading votes: which of some ideas a member voted for, and who voted for one."""

from collections.abc import Iterable

from app.accounts.viewer import Viewer
from app.foundation.database import row, rows


async def votes_of(viewer: Viewer, ideas: Iterable[int]) -> set[int]:
    """Those of the ideas that the viewer's vote stands behind (also while it is in quarantine: that isn't told)."""
    wanted = list(ideas)
    if not viewer.is_signed_in or not wanted:
        return set()
    found = await rows(
        "select idea from vote where idea = any({}::bigint[]) and member = {} and state <> 'withdrawn'", wanted, viewer.id
    )
    return {one["idea"] for one in found}


async def voters(idea: int) -> list[int]:
    """Members whose votes count, in the order in which they came."""
    found = await rows("select member from vote where idea = {} and state = 'counted' order by id", idea)
    return [one["member"] for one in found]


async def standing(viewer: Viewer, idea_id: str) -> tuple[int, bool]:
    """The idea's count, and whether the viewer's vote is in."""
    found = await row(
        """select i.vote_count, exists (select 1 from vote v where v.idea = i.id and v.member = {} and v.state <> 'withdrawn')
          as voted from idea i where i.public_id = {}""",
        viewer.id, idea_id,
    )  # fmt: skip
    return (found["vote_count"], found["voted"]) if found else (0, False)
