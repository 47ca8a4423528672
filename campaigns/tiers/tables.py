"""Tiers and what is in them."""

from piccolo.columns import BigInt, Date, Integer, OnDelete, Text, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from app.foundation.columns import PublicRow, Row, belongs_to, one_of
from campaigns.tables import Campaign

PERK_KINDS = ("physical", "digital", "experience", "credit")


class Tier(PublicRow, Table):
    campaign = belongs_to(Campaign)
    title = Varchar(length=40)
    description = Text(default="")
    price = BigInt(help_text="minor units")
    shipping = BigInt(default=0, help_text="minor units for each one, 0 where the price includes it")
    cap = Integer(null=True, default=None, help_text="empty: as many as like")
    taken = Integer(default=0, help_text="places held or kept; counted only where there is a cap")
    per_backer = Integer(default=10, help_text="the most that one backer can take")
    deliver_month = Date(default=None, null=False, help_text="the first day of the promised month")
    position = Integer(default=0)

    price_above_zero = Check("price > 0 and shipping >= 0")
    a_cap_is_a_cap = Check("taken >= 0 and (cap is null or taken <= cap)")


class TierItem(Row, Table):
    """One thing that a tier promises; each pledge of the tier owes it as a perk."""

    tier = belongs_to(Tier, on_delete=OnDelete.cascade)
    kind = Varchar(length=12, default="physical")
    title = Varchar(length=60)
    position = Integer(default=0)

    known_kind = one_of("kind", PERK_KINDS)
