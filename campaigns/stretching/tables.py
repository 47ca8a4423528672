"""Stretch goals, and into which tiers comes what they unlock."""

from piccolo.columns import BigInt, Boolean, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from app.foundation.columns import PublicRow, Row, belongs_to, may_belong_to, one_of
from campaigns.stretching.rules import BY
from campaigns.tables import Campaign
from campaigns.tiers.tables import Item, Tier


class StretchGoal(PublicRow, Table):
    """Lit by live numbers until the deadline, then decided for good."""

    campaign = belongs_to(Campaign)
    title = Varchar(length=40)
    text = Text(default="")
    by = Varchar(length=8, default="amount")
    target = BigInt(help_text="minor units, or how many backers")
    item = may_belong_to(Item, help_text="what it unlocks; empty where it is a promise in words")
    quantity = Integer(default=1, help_text="of the item in each place")
    reached = Boolean(null=True, default=None, help_text="empty: not decided yet")
    decided_at = Timestamptz(null=True, default=None)
    position = Integer(default=0)

    known_measure = one_of("by", BY)
    a_goal_is_further = Check("target > 0 and quantity between 1 and 100")


class StretchTier(Row, Table):
    goal = belongs_to(StretchGoal, on_delete=OnDelete.cascade)
    tier = belongs_to(Tier, on_delete=OnDelete.cascade)

    tier_once_in_a_goal = Unique([goal, tier])
