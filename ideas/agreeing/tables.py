"""An agreement as it was offered, and each person's part in it with their answer."""

from decimal import Decimal

from piccolo.columns import Boolean, Integer, Numeric, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from app.accounts.tables import Member
from app.brands.tables import Brand
from app.foundation.columns import PublicRow, Written, belongs_to, one_of
from app.foundation.lifecycle import EventColumns, Stateful
from app.papers.tables import PaperVersion
from ideas.agreeing.rules import AGREEMENT, ROLES
from ideas.tables import Idea


class Agreement(PublicRow, Stateful, Table):
    idea = belongs_to(Idea)
    brand = belongs_to(Brand)
    offered_by = belongs_to(Member, index=False)
    version = belongs_to(PaperVersion, index=False, help_text="the text that is agreed to")
    state = Varchar(length=10, default="offered")
    share_percent = Numeric(digits=(5, 2), default=Decimal(0), help_text="of what is collected, for all co-creators together")
    terms = Text(default="", help_text="where and how long the licence holds, as the brand says it")
    shows_parts = Boolean(default=False, help_text="whether everybody sees who gets how much")
    accepted_at = Timestamptz(default=None, null=True)

    share_is_a_part = Check("share_percent >= 0 and share_percent <= 100")


class AgreementPart(PublicRow, Written, Table, tablename="agreement_part"):
    """One person's part of the share in basis points; the parts of an agreement sum to 10,000 (a trigger holds it)."""

    agreement = belongs_to(Agreement)
    member = belongs_to(Member)
    role = Varchar(length=12)
    points = Integer()
    state = Varchar(length=10, default="waiting")
    shown_name = Varchar(length=40, default="", help_text="as it shall stand on the product; empty: not named")
    reason = Text(default="")
    answered_at = Timestamptz(default=None, null=True)
    reminded = Integer(default=0)

    one_part_for_each = Unique([agreement, member])
    a_part_of_the_whole = Check("points >= 0 and points <= 10000")
    known_role = one_of("role", ROLES)
    known_answer = one_of("state", ["waiting", "accepted", "declined"])


class AgreementEvent(EventColumns, Table, tablename="agreement_event"):
    subject = belongs_to(Agreement)


Agreement.lifecycle = AGREEMENT
Agreement.events = AgreementEvent
