"""What is typed about a ladder: rows of votes and days, an empty row being none."""

from typing import Annotated, Any

import msgspec

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from app.web.fields import Choice, Field
from ideas.ladder.rules import MOST_RUNGS, Rung, check_rungs


class Column(Field):
    """A value for each row, empty ones too, so that the columns stay beside each other."""

    def read(self, typed: list[Any]) -> list[str]:
        return [one.strip().replace(",", "").replace("，", "") for one in typed if isinstance(one, str)][: MOST_RUNGS * 2]


class LadderForm(msgspec.Struct):
    rung_votes: Annotated[list[str], Column()]
    rung_days: Annotated[list[str], Column()]


class ChallengeLadderForm(LadderForm):
    """Of a challenge, which has none unless it is asked for."""

    ladder: Annotated[str, Choice(("none", "own"), default="none")]

    def rungs(self) -> tuple[Rung, ...]:
        return typed_rungs(self.rung_votes, self.rung_days) if self.ladder == "own" else ()


def typed_rungs(votes: list[str], days: list[str]) -> tuple[Rung, ...]:
    """A Refusal at `rung_votes` where it can be no ladder."""
    rungs = []
    for each_votes, each_days in zip(votes, days, strict=False):
        if not each_votes and not each_days:
            continue
        if not all(one.isdecimal() and len(one) < 10 for one in (each_votes, each_days)):
            raise Refusal(N_("每级门槛都要填票数和天数，填整数；不用的整行留空。"), field="rung_votes")
        rungs.append(Rung(int(each_votes), int(each_days)))
    check_rungs(rungs)
    return tuple(rungs)


def rung_values(rungs: tuple[Rung, ...]) -> dict[str, Any]:
    """For a form that shows them."""
    return {
        "ladder": "own" if rungs else "none",
        "rung_votes": [str(rung.votes) for rung in rungs],
        "rung_days": [str(rung.days) for rung in rungs],
    }
