"""Updates of a campaign with their earlier wordings."""

from piccolo.columns import Array, Boolean, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from app.accounts.tables import Member
from app.foundation.columns import PublicRow, Row, Written, belongs_to, may_belong_to, one_of
from campaigns.tables import Campaign
from campaigns.tiers.tables import Tier
from campaigns.updates.rules import AUDIENCES


class CampaignUpdate(PublicRow, Written, Table):
    """A draft until it is published; from then on it has a number, and every rewording is kept."""

    campaign = belongs_to(Campaign, index=False)
    author = belongs_to(Member)
    number = Integer(null=True, default=None, help_text="in its campaign, drawn when it is published")
    title = Varchar(length=60, default="")
    body = Text(default="")
    pictures = Array(base_column=Varchar(length=12), default=[], help_text="public ids, in order")
    audience = Varchar(length=10, default="public")
    tier = may_belong_to(Tier)
    tells_title = Boolean(default=False, help_text="others read its title, and that it isn't for them")
    revision = Integer(default=1, help_text="of the draft: what one page saved another doesn't overwrite")
    published_at = Timestamptz(default=None, null=True)
    edited_at = Timestamptz(default=None, null=True)
    withdrawn_at = Timestamptz(default=None, null=True)

    update_number_once = Unique([campaign, number])
    known_update_audience = one_of("audience", AUDIENCES)
    published_with_a_number = Check("(published_at is null) = (number is null)")
    a_tier_where_it_is_for_one = Check("published_at is null or (audience = 'tier') = (tier is not null)")


class CampaignUpdateVersion(Row, Table):
    """A wording that was replaced, when it was."""

    update = belongs_to(CampaignUpdate, on_delete=OnDelete.cascade)
    title = Varchar(length=60)
    body = Text()
    pictures = Array(base_column=Varchar(length=12), default=[])
