"""What was handed in for review each time, and what staff said to its sections."""

from piccolo.columns import JSONB, Integer, Text, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from app.accounts.tables import Member
from app.foundation.columns import PublicRow, Row, belongs_to, may_belong_to, one_of
from campaigns.tables import Campaign

OUTCOMES = ("", "approved", "changes_requested", "taken_back")


class ReviewRound(Row, Table):
    """`texts`: the sections as they were handed in, so that staff sees what became of what it said."""

    campaign = belongs_to(Campaign)
    number = Integer()
    submitted_by = belongs_to(Member)
    texts = JSONB(default="{}")
    outcome = Varchar(length=20, default="")
    why = Text(default="")
    decided_by = may_belong_to(Member)
    decided_at = Timestamptz(default=None, null=True)

    one_of_each_round = Unique([campaign, number])
    known_outcome_of_round = one_of("outcome", OUTCOMES)


class ReviewNote(PublicRow, Table):
    """What should change in a section; settled by the brand, with an answer or without, at the latest by handing in again."""

    round = belongs_to(ReviewRound)
    section = Varchar(length=12)
    text = Text()
    answer = Text(default="")
    settled_at = Timestamptz(default=None, null=True)

    one_note_per_section = Unique([round, section])
