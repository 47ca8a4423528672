"""Pure decisions about ladders: which there can be, where an idea stands on one, what a bell decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Rung:
    """So many votes within so many days, counted from the rung before."""

    votes: int
    days: int


# LEGO Ideas' ladder, which the open floor begins with; staff change it at /staff/ladder.
DEFAULT = (Rung(100, 60), Rung(1_000, 365), Rung(5_000, 182), Rung(10_000, 182))
MOST_RUNGS = 6
MOST_VOTES, MOST_DAYS = 10_000_000, 1_000
LAST_DAYS = timedelta(days=7)
# Votes begun before the bell may still be waiting for the idea's lock: what a bell decides is looked at this much later.
GRACE = timedelta(seconds=5)


def check_rungs(rungs: Sequence[Rung]) -> None:
    if len(rungs) > MOST_RUNGS:
        raise Refusal(N_("最多 %(most)s 级门槛。"), field="rung_votes", most=MOST_RUNGS)
    if any(not 2 <= rung.votes <= MOST_VOTES for rung in rungs):
        raise Refusal(N_("每级门槛要 2 到 %(most)s 票。"), field="rung_votes", most=f"{MOST_VOTES:,}")
    if any(lower.votes >= higher.votes for lower, higher in pairwise(rungs)):
        raise Refusal(N_("门槛要一级比一级高。"), field="rung_votes")
    if any(not 1 <= rung.days <= MOST_DAYS for rung in rungs):
        raise Refusal(N_("每级的期限要 1 到 %(most)s 天。"), field="rung_votes", most=MOST_DAYS)


def near(votes: int) -> int:
    """The count from which on a rung is near: four fifths of it."""
    return -(-votes * 4 // 5)


def look(votes: int, count: int) -> int:
    """The count at which the ladder looks at the idea again: when the rung is near, then when it is reached."""
    return near(votes) if count < near(votes) else votes


def reminder(begins: datetime, ends: datetime) -> datetime:
    """When the clock is looked at next: a week before the bell, or at the bell where that is no more than half the time."""
    return ends - LAST_DAYS if ends - begins >= 2 * LAST_DAYS else ends


def judge(*, votes: int, now: datetime, ends: datetime | None, count: int, by_bell: int) -> str:
    """reached, missed, or nothing yet. After the bell only those votes help that were cast before it (`by_bell`)."""
    if ends is None or now < ends:
        return "reached" if count >= votes else ""
    if now < ends + GRACE:
        return ""
    return "reached" if min(count, by_bell) >= votes else "missed"


def part(count: int, rungs: Sequence[int], reached: int) -> float:
    """How far up a ladder with evenly spaced rungs, from 0 to 1: the rungs reached, and the way to the next."""
    if reached >= len(rungs):
        return 1.0
    before = rungs[reached - 1] if reached else 0
    step = (count - before) / (rungs[reached] - before)
    return (reached + max(0.0, min(step, 1.0))) / len(rungs)
