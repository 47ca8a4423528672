"""Answers are promised by a day: how many there are and how many are missing, for everybody to see."""

from dataclasses import dataclass
from datetime import datetime

from app.foundation.database import row
from ideas.reviewing.rules import WAITING
from ideas.rules import ADOPTED

_WAITING = ", ".join(repr(state) for state in WAITING)
_ANSWERED = ", ".join(repr(state) for state in (*ADOPTED, "declined"))


@dataclass(frozen=True, slots=True)
class Answers:
    """What a challenge's public clock says."""

    answered: int
    waiting: int
    won: int
    due_at: datetime | None
    has_ended: bool
    now: datetime

    @property
    def total(self) -> int:
        return self.answered + self.waiting

    @property
    def is_overdue(self) -> bool:
        return self.due_at is not None and self.due_at <= self.now and self.waiting > 0

    @property
    def days_over(self) -> int:
        return (self.now - self.due_at).days if self.due_at else 0


async def answers_of(challenge: int) -> Answers:
    found = await row(
        f"""select count(i.id) filter (where i.state in ({_ANSWERED})) as answered,
          count(i.id) filter (where i.state in ({_WAITING})) as waiting,
          count(i.id) filter (where i.state in ({", ".join(repr(state) for state in ADOPTED)})) as won,
          c.answer_due_at as due_at, c.deadline <= app_now() as has_ended, app_now() as now
        from challenge c left join idea i on i.challenge = c.id and i.visibility = 'visible'
        where c.id = {{}} group by c.id""",
        challenge,
    )
    assert found is not None
    return Answers(**found)
