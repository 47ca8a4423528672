"""A campaign and its steps."""

from decimal import Decimal

from piccolo.columns import BigInt, Boolean, Integer, Numeric, Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from app.accounts.tables import Member
from app.brands.tables import Brand
from app.foundation.columns import PublicRow, Written, belongs_to, may_belong_to, one_of
from app.foundation.lifecycle import EventColumns, Stateful
from campaigns.rules import CAMPAIGN
from ideas.tables import Idea


class Campaign(PublicRow, Written, Stateful, Table):
    brand = belongs_to(Brand)
    idea = may_belong_to(Idea, unique=True)
    created_by = belongs_to(Member)
    title = Varchar(length=60)
    summary = Varchar(length=200, default="")
    story = Text(default="")
    cover = Varchar(length=12, default="", help_text="public id of a picture")
    currency = Varchar(length=3)
    goal = BigInt(null=True, default=None, help_text="minor units")
    funding = Varchar(length=16, default="all_or_nothing")
    deadline = Timestamptz(default=None, null=True, index=True)
    state = Varchar(length=20, default="draft", index=True)
    launched_at = Timestamptz(default=None, null=True)
    ended_at = Timestamptz(default=None, null=True)
    decided_total = BigInt(null=True, default=None, help_text="pledged, minor units, as decided at the deadline")
    collection_ends_at = Timestamptz(default=None, null=True, help_text="when refused cards are given up")
    fee_percent = Numeric(digits=(5, 2), default=Decimal(0), help_text="the platform's share, as it was at launch")

    early_hours = Integer(default=0, help_text="after launch, for the idea's people only")
    early_ends_at = Timestamptz(default=None, null=True, help_text="fixed at launch; until then only the idea's people pledge")

    category = Varchar(length=20, default="")
    video = Varchar(length=200, default="")
    risks = Text(default="")
    opens_at = Timestamptz(default=None, null=True, index=True, help_text="when the bell rings, of a campaign in prelaunch")
    per_backer = Integer(null=True, default=None, help_text="the most places of all tiers, add-ons aside, that one backer takes")
    shipping_by = Varchar(length=8, default="flat")
    takes_extra = Boolean(default=True, help_text="whether backers may add an amount of their own")
    terms = Integer(default=1, help_text="version of all that a price hangs on; raised by triggers")
    late_opened_at = Timestamptz(default=None, null=True, help_text="from then on there are late pledges")
    late_closed_at = Timestamptz(default=None, null=True)
    update_days = Integer(null=True, default=None, help_text="the rhythm of updates that the brand promised")
    suspended_at = Timestamptz(default=None, null=True)

    goal_above_zero = Check("goal is null or goal > 0")
    early_hours_few = Check("early_hours between 0 and 72")
    known_shipping = one_of("shipping_by", ["flat", "weight"])
    known_funding = one_of("funding", ["all_or_nothing", "keep_it_all"])


class CampaignEvent(EventColumns, Table):
    subject = belongs_to(Campaign)


Campaign.lifecycle = CAMPAIGN
Campaign.events = CampaignEvent
