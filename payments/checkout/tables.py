"""Our intention to open the provider's page, committed before the provider is asked, and the card it saved."""

from piccolo.columns import Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from app.foundation.columns import PublicRow, Row, belongs_to, may_belong_to, one_of
from campaigns.changing.tables import PledgeChange
from campaigns.pledging.tables import Pledge


class CheckoutSession(PublicRow, Table):
    """At most one of a pledge and purpose is intended or open at a time (a partial unique index sees to it)."""

    pledge = belongs_to(Pledge)
    purpose = Varchar(length=8, help_text="promise: before the deadline; recovery: after a refused charge; top_up: of a change")
    change = may_belong_to(PledgeChange, help_text="of a top-up: what it pays for")
    payer = Varchar(length=8, default="backer", help_text="backer, or friend: decides where the way back from the page leads")
    mode = Varchar(length=8, help_text="the provider's: setup or payment")
    state = Varchar(length=8, default="intended")
    lang = Varchar(length=12, default="zh-Hans", help_text="of the provider's page; kept, so that asking again asks the same")
    asked = Integer(default=0, help_text="how often the provider was asked for it")
    provider_id = Varchar(length=120, null=True, default=None, unique=True)
    url = Text(default="")
    expires_at = Timestamptz(default=None, null=False)
    checked_at = Timestamptz(default=None, null=True, help_text="when we last read it back")
    ended_at = Timestamptz(default=None, null=True)

    known_state = one_of("state", ["intended", "open", "complete", "expired"])
    known_payer = one_of("payer", ["backer", "friend"])
    known_purpose = one_of("purpose", ["promise", "recovery", "top_up"])


class SavedMethod(Row, Table):
    """The card that a pledge will be charged on; the number is the provider's alone."""

    pledge = belongs_to(Pledge, unique=True)
    customer_id = Varchar(length=120)
    method_id = Varchar(length=120)
    label = Varchar(length=40, default="", help_text="such as visa 4242")
