"""How an idea came to be: who had which part, from what it was made, what was made from it; and how that is drawn."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.accounts.queries import Person
from app.foundation.database import rows
from ideas.contributing.queries import Credit, credits_of
from ideas.remixing.queries import merged_into, remixes_of, source_of

MOST_OF_A_KIND = 4
LONGEST = 15  # signs of a title beside its line


@dataclass(frozen=True, slots=True)
class Growth:
    parts: list[Credit]
    source: dict[str, Any] | None
    merged: list[dict[str, Any]]
    remixes: list[dict[str, Any]]
    taken_up: dict[int, int]  # by member: how many improvements stand in the text

    @property
    def members(self) -> Iterator[int]:
        yield from (one.member for one in self.parts)
        yield from (one["author"] for one in [*([self.source] if self.source else []), *self.merged, *self.remixes])

    @property
    def has_grown(self) -> bool:
        return len(self.parts) > 1 or bool(self.source or self.merged or self.remixes)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the drawing: which way it runs, who, and of which idea."""

    kind: str  # remixed, author, co_author, improver, merged, remix, more
    who: str
    title: str = ""
    count: int = 0


async def growth_of(idea: dict[str, Any]) -> Growth:
    woven = await rows(
        "select author, count(*) as n from improvement where idea = {} and woven_into is not null group by author", idea["id"]
    )
    return Growth(
        parts=await credits_of(idea["id"]), source=await source_of(idea), merged=await merged_into(idea["id"]),
        remixes=await remixes_of(idea["id"]), taken_up={one["author"]: one["n"] for one in woven},
    )  # fmt: skip


def draw(grown: Growth, idea: dict[str, Any], known: Mapping[int, Person]) -> list[Line]:
    """From above: where it came from, who wrote and improved it, what flowed in, and what went on from here."""
    if not grown.has_grown:
        return []
    lines = [_idea("remixed", grown.source, known)] if grown.source else []
    lines.append(Line("author", known[idea["author"]].name))
    for role in ("co_author", "improver"):
        those = [one.member for one in grown.parts if one.role == role]
        lines += _few([Line(role, known[member].name, count=grown.taken_up.get(member, 0)) for member in those])
    lines += _few([_idea("merged", one, known) for one in grown.merged])
    return lines + _few([_idea("remix", one, known) for one in grown.remixes])


def _idea(kind: str, idea: dict[str, Any], known: Mapping[int, Person]) -> Line:
    return Line(kind, known[idea["author"]].name, shortened(idea["title"]))


def _few(lines: list[Line]) -> list[Line]:
    rest = len(lines) - MOST_OF_A_KIND
    return lines if rest <= 0 else [*lines[:MOST_OF_A_KIND], Line("more", "", count=rest)]


def shortened(title: str) -> str:
    """Latin letters take half of a Chinese sign's room."""
    room, kept = float(LONGEST), ""
    for sign in title:
        room -= 0.5 if sign.isascii() else 1
        if room < 0:
            return kept.rstrip() + "…"
        kept += sign
    return kept
