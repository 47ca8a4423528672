"""One row each for the site and its region, and a log of who changed what in them."""

from piccolo.columns import JSONB, BigInt, BigSerial, Boolean, Integer, SmallInt, Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from app.foundation.columns import Row, one_of

PRE_MODERATION = ("off", "newcomers", "everyone")


class SiteProfile(Row, Table):
    """How the site presents itself. No row: the name is the setting's, all else is neutral."""

    only_row = Boolean(default=True, unique=True)
    version = Integer(default=1)
    name = Varchar(length=40)
    logo = Varchar(length=12, default="", help_text="public id of a picture")
    accent = Varchar(length=7, default="", help_text="#rrggbb; empty: ink")
    sender = Varchar(length=60, default="", help_text="name that mails come from; empty: the site's")
    brand = BigInt(null=True, default=None, help_text="single-brand mode: the brand that this site is")

    there_is_one = Check("only_row")


class RegionProfile(Row, Table):
    """Rules of the place that the site serves, filled in by the operator; zero and empty mean that nothing is asked."""

    only_row = Boolean(default=True, unique=True)
    version = Integer(default=1)
    least_age_join = SmallInt(default=0)
    least_age_vote = SmallInt(default=0)
    least_age_pledge = SmallInt(default=0)
    phone_to_post = Boolean(default=False)
    pre_moderation = Varchar(length=12, default="off", help_text="whose new ideas staff reads first")
    cross_border = Boolean(default=False, help_text="data leaves the members' country and they must agree to that")
    withdrawal_days = SmallInt(default=0)
    no_donations = Boolean(default=False, help_text="nobody gives more than a price asks, or for thanks alone")
    seller = Text(default="")
    footer = Text(default="")

    there_is_one = Check("only_row")
    known_pre_moderation = one_of("pre_moderation", PRE_MODERATION)


class ProfileChange(Table):
    """Who changed which fields of a profile, from what to what."""

    id = BigSerial(primary_key=True)
    at = Timestamptz(default=None, null=True)
    actor = BigInt(null=True, default=None)
    profile = Varchar(length=8)
    fields = JSONB(default="{}")

    known = one_of("profile", ["site", "region"])
