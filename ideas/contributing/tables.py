"""Who had a part in an idea, and the improvements offered to it, with their steps."""

from piccolo.columns import BigInt, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from app.accounts.tables import Member
from app.foundation.columns import PublicRow, Row, Written, belongs_to, one_of
from app.foundation.lifecycle import EventColumns, Stateful
from ideas.contributing.rules import IMPROVEMENT, KEPT_ROLES
from ideas.tables import Idea


class Contribution(Row, Table):
    """A member's part in an idea beside its author's, who stands in the idea itself."""

    idea = belongs_to(Idea, on_delete=OnDelete.cascade)
    member = belongs_to(Member)
    role = Varchar(length=12)
    source = BigInt(default=0, help_text="improver: the improvement; remixed and merged: the other idea")
    told_at = Timestamptz(default=None, null=True, help_text="when who was remixed heard of it")

    each_part_once = Unique([idea, member, role, source])
    known_role = one_of("role", KEPT_ROLES)


class Improvement(PublicRow, Written, Stateful, Table):
    idea = belongs_to(Idea)
    author = belongs_to(Member)
    text = Text()
    passage = Text(default="", help_text="of the idea's body, that it would word anew; empty: the idea as a whole")
    passage_start = Integer(default=0, help_text="where the passage began when this was offered")
    wording = Text(default="", help_text="in the passage's place")
    state = Varchar(length=12, default="offered")
    answer = Text(default="", help_text="the idea's author's sentence")
    answered_at = Timestamptz(default=None, null=True)
    woven_into = BigInt(null=True, default=None, help_text="the revision that brought it into the idea's text")
    ref = Varchar(length=40, default="")  # type: ignore[assignment]


class ImprovementEvent(EventColumns, Table):
    subject = belongs_to(Improvement)


Improvement.lifecycle = IMPROVEMENT
Improvement.events = ImprovementEvent
