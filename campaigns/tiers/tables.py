"""Tiers, what is in them, whom they are for and where they ship to."""

from piccolo.columns import Array, BigInt, Boolean, Date, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from app.foundation.columns import PublicRow, Row, belongs_to, one_of
from campaigns.tables import Campaign

PERK_KINDS = ("physical", "digital", "experience", "credit")
AUDIENCES = ("everyone", "supporters", "backers", "list")


class Tier(PublicRow, Table):
    """A tier, or an add-on to be had beside one."""

    campaign = belongs_to(Campaign)
    is_add_on = Boolean(default=False)
    title = Varchar(length=40)
    description = Text(default="")
    picture = Varchar(length=12, default="", help_text="public id of a picture")
    price = BigInt(help_text="minor units")
    price_is_open = Boolean(default=False, help_text="price is the least, the backer may say more")
    usual_price = BigInt(null=True, default=None, help_text="of an early bird: the price afterwards")
    late_price = BigInt(null=True, default=None, help_text="after success; empty: not to be had late")
    cap = Integer(null=True, default=None, help_text="empty: as many as like")
    taken = Integer(default=0, help_text="places held or kept; counted only where there is a cap")
    offered = Integer(default=0, help_text="places set aside for the head of the waitlist")
    waiting = Integer(default=0, help_text="how many wait; while somebody does, nobody else gets a place")
    per_backer = Integer(default=10, help_text="the most that one backer can take")
    opens_at = Timestamptz(default=None, null=True)
    closes_at = Timestamptz(default=None, null=True)
    secret = Boolean(default=False, help_text="only by a link that the brand gave out")
    only_for = Varchar(length=12, default="everyone")
    least_backed = Integer(default=0, help_text="for backers of so many earlier campaigns of the brand")
    weight = Integer(default=0, help_text="grams, packed")
    deliver_month = Date(default=None, null=False, help_text="the first day of the promised month")
    position = Integer(default=0)

    price_above_zero = Check("price > 0 and (late_price is null or late_price > 0) and weight >= 0")
    usually_dearer = Check("usual_price is null or usual_price > price")
    a_cap_is_a_cap = Check("taken >= 0 and offered >= 0 and waiting >= 0 and (cap is null or taken + offered <= cap)")
    opens_before_it_closes = Check("opens_at is null or closes_at is null or opens_at < closes_at")
    known_audience = one_of("only_for", AUDIENCES)


class Item(Row, Table):
    """One thing that a campaign makes; tiers contain it, each pledge owes it as a perk."""

    campaign = belongs_to(Campaign)
    kind = Varchar(length=12, default="physical")
    title = Varchar(length=60)
    choice = Varchar(length=20, default="", help_text="what its variants differ in: colour, size; empty without variants")
    position = Integer(default=0)

    known_kind = one_of("kind", PERK_KINDS)


class Variant(PublicRow, Table):
    item = belongs_to(Item, on_delete=OnDelete.cascade)
    campaign = belongs_to(Campaign)
    title = Varchar(length=40)
    sku = Varchar(length=40)
    position = Integer(default=0)

    one_sku_per_campaign = Unique([campaign, sku])


class TierItem(Row, Table):
    """How many of a thing are in one place of a tier."""

    tier = belongs_to(Tier, on_delete=OnDelete.cascade)
    item = belongs_to(Item, on_delete=OnDelete.cascade)
    quantity = Integer(default=1)
    position = Integer(default=0)

    item_once_in_a_tier = Unique([tier, item])
    some_of_it = Check("quantity > 0")


class ShippingZone(PublicRow, Table):
    """Countries that cost the same to ship to. By weight: the first so many grams, then each further so many begun."""

    campaign = belongs_to(Campaign)
    title = Varchar(length=40)
    countries = Array(base_column=Varchar(length=2), default=[], help_text="ISO 3166 codes; * is everywhere else")
    first_grams = Integer(default=0)
    first_price = BigInt(default=0, help_text="minor units")
    next_grams = Integer(default=0)
    next_price = BigInt(default=0, help_text="minor units")
    position = Integer(default=0)

    prices_not_below_zero = Check("first_grams >= 0 and first_price >= 0 and next_grams >= 0 and next_price >= 0")


class TierShipping(Row, Table):
    """What one place of a tier costs to ship to a zone, where it is not by weight; without a row it isn't shipped there."""

    tier = belongs_to(Tier, on_delete=OnDelete.cascade)
    zone = belongs_to(ShippingZone, on_delete=OnDelete.cascade)
    price = BigInt(help_text="minor units")

    one_price_per_zone = Unique([tier, zone])
    shipping_not_below_zero = Check("price >= 0")


class TierGuest(Row, Table):
    """An address on the list of those for whom a tier is, as in `identity`. Erasable."""

    tier = belongs_to(Tier, on_delete=OnDelete.cascade)
    kind = Varchar(length=12)
    address = Varchar(length=320, index=True)

    guest_once_on_the_list = Unique([tier, kind, address])
