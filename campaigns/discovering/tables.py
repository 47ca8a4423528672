"""What lists, search, feeds and the sitemap walk: one row for each thing that everybody may see, and no row for any other.

Kept by triggers on the things themselves; leaves, right without foreign keys. What stands in the words' columns and in the
counts is put there by sweeps, `wording` saying whether the words are those of now.
"""

from piccolo.columns import Array, BigInt, DoublePrecision, Integer, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from app.foundation.columns import Row, one_of
from campaigns.discovering.rules import STAGES


class CampaignListing(Table, tablename="campaign_listing"):
    """A campaign that may be listed: public and visible, and not suspended."""

    campaign = BigInt(primary_key=True)
    public_id = Varchar(length=12, unique=True)
    brand = BigInt(index=True)
    stage = Varchar(length=12)
    category = Varchar(length=20, default="")
    begins_at = Timestamptz(default=None, null=False, help_text="the bell; far away where none is set")
    deadline = Timestamptz(default=None, null=True)
    launched_at = Timestamptz(default=None, null=True)
    ended_at = Timestamptz(default=None, null=True)
    late_at = Timestamptz(default=None, null=True, help_text="since when there are late pledges")
    late_until = Timestamptz(default=None, null=True)
    listed_at = Timestamptz(default=None, null=False)
    changed_at = Timestamptz(default=None, null=False)

    loved = DoublePrecision(default=0.0, help_text="see campaigns/discovering/ranking.py")
    backers = Integer(default=0)
    onlookers = Integer(default=0, help_text="who follows or reserved and doesn't back it")
    pledged = BigInt(default=0, help_text="minor units")
    counted_at = Timestamptz(default=None, null=True)

    known_stage = one_of("stage", STAGES)


class CampaignTerms(Table, tablename="campaign_terms"):
    """What a listed campaign is found by. Apart from the listing, so that a count never rewrites the search index."""

    campaign = BigInt(primary_key=True)
    marks = Array(base_column=Text(), default=list, help_text="=stage, /category, @brand, $currency")
    terms = Array(base_column=Text(), default=list, help_text="words; ^word of the title")
    folded = Text(default="", help_text="the title as search sees it")
    wording = Integer(default=1, help_text="raised whenever words change")
    said = Integer(default=0, help_text="the wording that the terms are of")


class NamedThing(Row, Table, tablename="named_thing"):
    """A brand or a challenge that everybody may see."""

    kind = Varchar(length=12)
    subject = BigInt()
    public_id = Varchar(length=12)
    marks = Array(base_column=Text(), default=list, help_text="=kind, @brand")
    terms = Array(base_column=Text(), default=list)
    folded = Text(default="")
    wording = Integer(default=1)
    said = Integer(default=0)
    changed_at = Timestamptz(default=None, null=False)

    named_once = Unique([kind, subject])
    known_kind = one_of("kind", ["brand", "challenge"])


class CampaignDelivery(Table, tablename="campaign_delivery"):
    """How a campaign kept its dates: perks whose promised month is over, and when they were sent. Counted by a sweep."""

    campaign = BigInt(primary_key=True)
    brand = BigInt(index=True)
    perks = Integer(default=0, help_text="owed in all, refunded ones aside")
    sent = Integer(default=0)
    in_hand = Integer(default=0)
    due = Integer(default=0, help_text="their month is over")
    on_time = Integer(default=0, help_text="of those, sent before it was")
    late = Integer(default=0, help_text="of those, sent afterwards")
    counted_at = Timestamptz(default=None, null=False)

    counts_add_up = Check("on_time + late <= due and due <= perks and sent <= perks and in_hand <= sent")
