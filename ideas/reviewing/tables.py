"""A verdict: won or declined, always with a reason code and a sentence."""

from piccolo.columns import Text, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from app.accounts.tables import Member
from app.brands.tables import Brand
from app.foundation.columns import Row, belongs_to, one_of
from ideas.challenges.tables import Challenge
from ideas.tables import Idea


class Verdict(Row, Table):
    idea = belongs_to(Idea, unique=True)
    brand = belongs_to(Brand)
    decided_by = belongs_to(Member)
    outcome = Varchar(length=8)
    reason_code = Varchar(length=16)
    sentence = Text()
    lang = Varchar(length=12, default="zh-Hans")
    told_at = Timestamptz(default=None, null=True, help_text="when the author and the voters were told")

    won_or_declined = one_of("outcome", ["won", "declined"])


class AnswerReminder(Row, Table, tablename="answer_reminder"):
    """The brand was reminded that answers are due; each reminder once."""

    challenge = belongs_to(Challenge)
    kind = Varchar(length=8)

    each_reminder_once = Unique([challenge, kind])
    known_kind = one_of("kind", ["week", "day", "overdue"])
