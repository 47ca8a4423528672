"""A member's number on the waitlist of a tier, and its steps."""

from piccolo.columns import Integer, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from app.accounts.tables import Member
from app.foundation.columns import PublicRow, belongs_to, may_belong_to
from app.foundation.lifecycle import EventColumns, Stateful
from campaigns.pledging.tables import Pledge
from campaigns.tables import Campaign
from campaigns.tiers.tables import Tier
from campaigns.waiting.rules import ENTRY


class WaitlistEntry(PublicRow, Stateful, Table):
    """`place` is given under the tier's row lock, so that numbers stand in the order of commits, without gaps."""

    campaign = belongs_to(Campaign)
    tier = belongs_to(Tier, index=False)  # the unique constraint begins with it
    member = belongs_to(Member)
    place = Integer()
    quantity = Integer(default=1, help_text="places wanted")
    state = Varchar(length=8, default="waiting")
    offered_quantity = Integer(default=0, help_text="places set aside while it is offered")
    offer_ends_at = Timestamptz(default=None, null=True)
    pledge = may_belong_to(Pledge)
    ref = Varchar(length=40, default="")  # type: ignore[assignment]

    numbers_once_in_a_list = Unique([tier, place])
    some_places_wanted = Check("quantity > 0 and offered_quantity >= 0")


class WaitlistEvent(EventColumns, Table):
    subject = belongs_to(WaitlistEntry)


WaitlistEntry.lifecycle = ENTRY
WaitlistEntry.events = WaitlistEvent
