"""Ladders that are valid now, and an idea's place on its own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.brands.desk import MAY
from app.foundation.database import row, rows
from ideas.ladder.rules import Rung, part


@dataclass(frozen=True, slots=True)
class Climbed:
    """One rung as an idea's page shows it; `at` when it was reached."""

    votes: int
    days: int
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Climb:
    """An idea's place on its ladder; `count` is None while counts are hidden."""

    rungs: tuple[Climbed, ...]
    reached: int
    count: int | None
    ends_at: datetime | None
    now: datetime
    missed_votes: int | None
    second_chance_at: datetime | None

    @property
    def next(self) -> Climbed | None:
        return self.rungs[self.reached] if self.reached < len(self.rungs) else None

    @property
    def missing(self) -> int | None:
        """Votes that the next rung still needs."""
        return max(self.next.votes - self.count, 0) if self.next and self.count is not None else None

    @property
    def part(self) -> float:
        reached = part(0, [one.votes for one in self.rungs], self.reached)
        return reached if self.count is None else part(self.count, [one.votes for one in self.rungs], self.reached)

    @property
    def is_over(self) -> bool:
        """The bell has rung; what it decides is being looked at."""
        return self.ends_at is not None and self.ends_at <= self.now


async def valid_ladder(challenge: int | None) -> tuple[int, tuple[Rung, ...]] | None:
    """For ideas published now: the ladder's id and its rungs; None where there is none."""
    found = await rows(
        """select l.id, r.votes, r.days from (
          select id from ladder where challenge is not distinct from {}::bigint order by id desc limit 1) l
        join ladder_rung r on r.ladder = l.id order by r.position""",
        challenge,
    )
    return (found[0]["id"], tuple(Rung(one["votes"], one["days"]) for one in found)) if found else None


async def rungs_of(challenge: int | None) -> tuple[Rung, ...]:
    """For its page and its form; empty where there is no ladder."""
    found = await valid_ladder(challenge)
    return found[1] if found else ()


async def ladders_before(limit: int = 20) -> list[dict[str, Any]]:
    """What was valid for the open floor, the newest first, and who made it."""
    return await rows(
        """select l.id, l.created_at, l.made_by, array_agg(r.votes order by r.position) filter (where r.id is not null) as votes,
          array_agg(r.days order by r.position) filter (where r.id is not null) as days
        from ladder l left join ladder_rung r on r.ladder = l.id where l.challenge is null
        group by l.id order by l.id desc limit {}""",
        limit,
    )


async def climb_of(idea: dict[str, Any]) -> Climb | None:
    """By the idea's row; None where it has no ladder or isn't published."""
    found = await row("select c.*, app_now() as now from climb c where c.idea = {}", idea["id"])
    if found is None:
        return None
    rungs = await rows(
        """select r.votes, r.days, m.created_at as at from ladder_rung r
        left join milestone m on m.idea = {} and m.votes = r.votes where r.ladder = {} order by r.position""",
        idea["id"], found["ladder"],
    )  # fmt: skip
    return Climb(
        rungs=tuple(Climbed(**one) for one in rungs), reached=found["rung"] - 1,
        count=idea["vote_count"] if idea["counts"] == "shown" else None, ends_at=found["ends_at"], now=found["now"],
        missed_votes=found["missed_votes"], second_chance_at=found["second_chance_at"],
    )  # fmt: skip


async def top_hearers(challenge: int | None) -> list[int]:
    """Who hears of an idea at the top: those who may adopt it, in the challenge's brand or, on the open floor, in every brand."""
    roles = [role for role, deeds in MAY.items() if "edit" in deeds]
    found = await rows(
        """select distinct t.member from brand_member t join brand b on b.id = t.brand
        where t.role = any({}) and b.visibility = 'visible'
          and ({}::bigint is null or b.id = (select brand from challenge where id = {}::bigint))""",
        roles, challenge, challenge,
    )  # fmt: skip
    return [one["member"] for one in found]
