"""What becomes of a member's rows when they become part of another member: declared by table, done in one way.

Safe to do twice: the second time hands over what was written in the very moment of the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.foundation.database import rows


@dataclass(frozen=True, slots=True)
class Handover:
    """`moved`: (table, column). `once`: (table, column, what a member has at most one row of each): the other's row goes first.

    `dropped`: rows that only made sense for the member that was. `history`: who did it then; app.accounts.queries.people()
    shows who that is now. `otherwise`: what the package's `merge` does with its own statements.
    """

    moved: Sequence[tuple[str, str]] = ()
    once: Sequence[tuple[str, str, tuple[str, ...]]] = ()
    dropped: Sequence[tuple[str, str]] = ()
    history: Sequence[tuple[str, str]] = ()
    otherwise: Sequence[tuple[str, str]] = ()

    def columns(self) -> set[tuple[str, str]]:
        plain = (*self.moved, *self.dropped, *self.history, *self.otherwise)
        return {*plain, *((table, column) for table, column, _ in self.once)}


async def hand_over(declared: Handover, from_: int, into: int) -> dict[str, int]:
    """How many rows of each table went over."""
    counts: dict[str, int] = {}
    for table, column, of_each in declared.once:
        same = " and ".join(f't."{one}" = o."{one}"' for one in of_each) or "true"
        await rows(
            f'delete from "{table}" o using "{table}" t where o."{column}" = {{}} and t."{column}" = {{}} and {same}', from_, into
        )
    for table, column in [*declared.moved, *((table, column) for table, column, _ in declared.once)]:
        found = await rows(f'update "{table}" set "{column}" = {{}} where "{column}" = {{}} returning id', into, from_)
        counts |= {table: len(found)} if found else {}
    for table, column in declared.dropped:
        await rows(f'delete from "{table}" where "{column}" = {{}}', from_)
    return counts
