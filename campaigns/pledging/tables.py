"""A pledge, the lines its amount is made of, and its steps. Money's own records lie in payments."""

from piccolo.columns import BigInt, Boolean, Integer, OnDelete, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from app.accounts.tables import Destination, Member
from app.foundation.columns import PublicRow, Row, belongs_to, may_belong_to, one_of
from app.foundation.lifecycle import EventColumns, Stateful
from campaigns.pledging.rules import PLEDGE
from campaigns.tables import Campaign
from campaigns.tiers.tables import Item, Tier, Variant


class Pledge(PublicRow, Stateful, Table):
    campaign = belongs_to(Campaign, index=False)  # the totals' index begins with it: see the migration
    tier = belongs_to(Tier)
    backer = belongs_to(Member)
    quantity = Integer(default=1)
    method = Varchar(length=12)
    charge_plan = Varchar(length=8)
    state = Varchar(length=12, default="started")
    amount = BigInt(help_text="minor units; the sum of its lines, and the most that is ever charged")
    currency = Varchar(length=3)
    hold_ends_at = Timestamptz(default=None, null=True)
    request_key = Varchar(length=32, help_text="of the form it came from: sent twice it is one pledge")
    destination = may_belong_to(Destination, on_delete=OnDelete.set_null)
    ref = Varchar(length=40, default="")  # type: ignore[assignment]
    country = Varchar(length=2, default="", help_text="where it ships to; empty where that makes no difference")
    is_late = Boolean(default=False, help_text="made after success, charged at once; never part of the decided total")
    terms = Integer(default=1, help_text="version of the campaign's terms that it was priced by")

    one_pledge_per_form = Unique([backer, request_key])
    amount_above_zero = Check("amount > 0 and quantity > 0")
    known_plan = one_of("charge_plan", ["saved", "at_once"])


class PledgeLine(Row, Table):
    """A part of the amount. Lines with a tier are the places that the pledge holds."""

    pledge = belongs_to(Pledge)
    kind = Varchar(length=12, help_text="tier, add_on, shipping, tax, duty, extra")
    tier = may_belong_to(Tier)
    label = Varchar(length=80)
    unit_amount = BigInt()
    quantity = Integer()
    amount = BigInt()

    adds_up = Check("amount = unit_amount * quantity")


class PledgeChoice(Row, Table):
    """How many of a thing come in which variant."""

    pledge = belongs_to(Pledge)
    item = belongs_to(Item)
    variant = belongs_to(Variant)
    quantity = Integer()

    variant_once_in_a_pledge = Unique([pledge, variant])
    some_are_chosen = Check("quantity > 0")


class PledgeEvent(EventColumns, Table):
    subject = belongs_to(Pledge)


Pledge.lifecycle = PLEDGE
Pledge.events = PledgeEvent
