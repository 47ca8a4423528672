"""What can be told to many: each slice's `tellings.py` declares TELLINGS, found here by that name."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any

from app.foundation.schema import declared

NOTHING = ""  # the event of those who are left out


@dataclass(frozen=True, slots=True)
class Hearers:
    """Members that a query finds (its one column is `member`), and the event that they are told; `url`: not the news' own."""

    event: str
    query: str
    args: tuple[Any, ...] = ()
    url: str = ""

    def led_to(self, url: str) -> "Hearers":
        return replace(self, url=url)


def these(event: str, members: list[int]) -> Hearers:
    """A few that are known already."""
    return Hearers(event, "select unnest({}::bigint[]) as member", (members,))


@dataclass(frozen=True, slots=True)
class News:
    """What is told and to whom, round after round. In a round each member hears the event of the first query that finds them.

    `not_after`: what could only go out later (somebody's quiet hours) is not sent at all.
    """

    url: str
    params: dict[str, Any]
    rounds: tuple[tuple[Hearers, ...], ...] = field(default=())
    not_after: datetime | None = None


# By the id of what it is about and the edition; None where there is nothing to tell (any more). Asked anew for each batch.
Prepare = Callable[[int, str], Awaitable[News | None]]


@cache
def known_tellings() -> Mapping[str, Prepare]:
    return declared("tellings", "TELLINGS")
