"""An improvement offered to an idea, and its steps."""

from piccolo.columns import Text, Timestamptz, Varchar
from piccolo.table import Table

from app.accounts.tables import Member
from app.foundation.columns import PublicRow, Written, belongs_to
from app.foundation.lifecycle import EventColumns, Stateful
from ideas.contributing.rules import IMPROVEMENT
from ideas.tables import Idea


class Improvement(PublicRow, Written, Stateful, Table):
    idea = belongs_to(Idea)
    author = belongs_to(Member)
    text = Text()
    state = Varchar(length=12, default="offered")
    answer = Text(default="", help_text="the idea's author's sentence")
    answered_at = Timestamptz(default=None, null=True)
    ref = Varchar(length=40, default="")  # type: ignore[assignment]


class ImprovementEvent(EventColumns, Table):
    subject = belongs_to(Improvement)


Improvement.lifecycle = IMPROVEMENT
Improvement.events = ImprovementEvent
