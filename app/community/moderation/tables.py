"""A case about one thing that somebody wrote, what was said in it, the words and reasons staff keeps, and the log of every act.

Cases point at things by kind and id, without foreign keys: any package's rows can be moderated.
"""

from piccolo.columns import JSONB, BigInt, BigSerial, Boolean, DoublePrecision, Integer, Text, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from app.community.moderation.rules import CASE, CAUSES, LEVELS, STATEMENTS
from app.foundation.columns import PublicRow, Row, belongs_to, one_of
from app.foundation.lifecycle import EventColumns, Stateful


class ModerationCase(PublicRow, Stateful, Table):
    """One open case per thing; all reports about it are collected there."""

    kind = Varchar(length=24)
    thing = BigInt(help_text="the row's id in its own table")
    cause = Varchar(length=12)
    state = Varchar(length=12, default="open")
    is_first = Boolean(default=False, help_text="the thing was never shown before")
    words = Text(default="", help_text="what the text check found")
    reports = Integer(default=0)
    weight = DoublePrecision(default=0.0, help_text="of the reports, by kind and by who sent them")
    urgency = DoublePrecision(default=0.0)
    asked_at = Timestamptz(default=None, null=True, help_text="when the author was asked to say something")
    reason = Text(default="", help_text="as the author reads it")
    decided_by = BigInt(null=True, default=None)
    decided_at = Timestamptz(default=None, null=True)
    appeal_until = Timestamptz(default=None, null=True)

    known_cause = one_of("cause", CAUSES)


class ModerationCaseEvent(EventColumns, Table):
    subject = belongs_to(ModerationCase)


class CaseStatement(Row, Table):
    """What the author says: an answer when asked, an appeal once. Erasable."""

    case = belongs_to(ModerationCase, db_column_name="case_id")
    kind = Varchar(length=8)
    member = BigInt(null=True, default=None, index=True)
    text = Text()
    answer = Text(default="", help_text="what staff said to an appeal")

    known_kind = one_of("kind", STATEMENTS)
    each_once = Unique([case, kind])


class ModerationWord(Row, Table):
    """A word that can't be published, or that somebody should look at first."""

    word = Varchar(length=60)
    folded = Varchar(length=60, unique=True, help_text="as texts are compared with it")
    level = Varchar(length=8, default="hold")
    added_by = BigInt(null=True, default=None)

    known_level = one_of("level", LEVELS)


class ModerationReason(Row, Table):
    """A sentence that staff gives as a reason with one press; no row: the house's own sentences."""

    position = Integer(default=0)
    text = Varchar(length=200)


class ModerationLog(Table):
    """Every act: who, when, what, on which thing, why, and how we know. Only added to; ids, no particulars."""

    id = BigSerial(primary_key=True)
    at = Timestamptz(default=None, null=True)
    actor = BigInt(null=True, default=None, index=True)
    act = Varchar(length=24)
    kind = Varchar(length=24, default="")
    thing = BigInt(null=True, default=None)
    public_id = Varchar(length=12, default="")
    case = BigInt(null=True, default=None, db_column_name="case_id")
    why = Text(default="")
    source = Varchar(length=12, default="person")
    more = JSONB(default="{}")


ModerationCase.lifecycle = CASE
ModerationCase.events = ModerationCaseEvent
