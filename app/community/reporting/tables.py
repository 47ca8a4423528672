"""A report: what somebody says about a thing, and how they are told the outcome. Erasable."""

from piccolo.columns import BigInt, Boolean, DoublePrecision, Text, Timestamptz, Varchar
from piccolo.table import Table

from app.community.moderation.tables import ModerationCase
from app.community.reporting.rules import KINDS
from app.foundation.columns import PublicRow, belongs_to, one_of


class Report(PublicRow, Table):
    case = belongs_to(ModerationCase, db_column_name="case_id")
    kind = Varchar(length=12)
    details = Text(default="")
    member = BigInt(null=True, default=None, index=True)
    address = Varchar(length=320, default="", help_text="of somebody without an account")
    lang = Varchar(length=12, default="zh-Hans")
    weight = DoublePrecision(default=0.0)
    is_claimant = Boolean(default=False, help_text="says to own the design, or to act for its owner")
    owner = Varchar(length=120, default="", help_text="whose design was copied")
    original_url = Varchar(length=500, default="")
    contact = Varchar(length=200, default="")
    outcome = Varchar(length=12, default="", help_text="what the reporter was told last")
    told_at = Timestamptz(default=None, null=True)

    known_kind = one_of("kind", KINDS)
