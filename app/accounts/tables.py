"""A member, apart from the identities they sign in by and from the particulars that can be erased."""

from piccolo.columns import BigInt, Boolean, Bytea, Integer, OnDelete, Text, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from app.foundation.columns import PublicRow, Row, belongs_to, one_of


class Member(PublicRow, Table):
    """Ids only: money, votes and events may point here for ever."""

    is_staff = Boolean(default=False)
    ref = Varchar(length=40, default="", help_text="where they first came from")  # type: ignore[assignment]
    erased_at = Timestamptz(default=None, null=True)
    merged_into = BigInt(null=True, default=None, index=True, help_text="the living member that this one became part of")


class MemberProfile(Row, Table):
    """What others see of a member, and how they like to be served. Erasable."""

    member = belongs_to(Member, unique=True, on_delete=OnDelete.cascade)
    name = Varchar(length=40)
    bio = Text(default="")
    avatar = Varchar(length=12, default="", help_text="public id of a picture")
    lang = Varchar(length=12, default="zh-Hans")
    time_zone = Varchar(length=40, default="Asia/Shanghai")
    visibility = Varchar(length=8, default="visible", help_text="one that isn't visible shows a neutral name and no face")
    hidden_reason = Text(default="")


class Identity(Row, Table):
    """One way to be recognised. Erasable."""

    member = belongs_to(Member, on_delete=OnDelete.cascade)
    kind = Varchar(length=12, help_text="email, phone (E.164), oidc; later WeChat, LINE")
    address = Varchar(length=320)
    verified_at = Timestamptz(default=None, null=True)
    is_first = Boolean(default=False, help_text="of several of its kind the one that is written to")

    one_member_per_address = Unique([kind, address])


class Password(Row, Table):
    member = belongs_to(Member, unique=True, on_delete=OnDelete.cascade)
    hash = Varchar(length=200)


class Session(PublicRow, Table):
    """A signed-in browser; only a hash of its cookie is kept. Erasable."""

    token_hash = Bytea(unique=True)
    member = belongs_to(Member, on_delete=OnDelete.cascade)
    seen_at = Timestamptz(default=None, null=False)
    expires_at = Timestamptz(default=None, null=False, index=True)
    agent = Varchar(length=200, default="")
    second_factor_at = Timestamptz(default=None, null=True, help_text="when this browser proved a second factor")


class SignInCode(Row, Table):
    """A code sent to an address, good only in the browser that asked for it. Erasable, short-lived."""

    browser_hash = Bytea(index=True)
    kind = Varchar(length=12)
    address = Varchar(length=320)
    code_hash = Bytea()
    digits = Integer(default=6)
    member = BigInt(null=True, default=None, index=True, help_text="whose further address it proves; empty: it signs in")
    tries = Integer(default=0)
    expires_at = Timestamptz(default=None, null=False, index=True)
    used_at = Timestamptz(default=None, null=True)


class SignInLink(Row, Table):
    """A secret in the message beside the code, good once in whatever browser its button is pressed. Erasable, short-lived."""

    secret_hash = Bytea(unique=True)
    browser_hash = Bytea(index=True, help_text="as of its code: using one ends the other")
    kind = Varchar(length=12)
    address = Varchar(length=320)
    intent = Varchar(length=60, default="")
    next_path = Varchar(length=600, default="")
    expires_at = Timestamptz(default=None, null=False, index=True)
    used_at = Timestamptz(default=None, null=True)


class RateLimit(Row, Table):
    """How often something was done in the current window."""

    key = Varchar(length=120, unique=True)
    ends_at = Timestamptz(default=None, null=False, index=True)
    times = Integer(default=0)


class CapabilityLink(PublicRow, Table):
    """An address that opens one thing to whoever holds it: scoped, expiring, revocable."""

    scope = Varchar(length=24)
    subject = Varchar(length=40, index=True, help_text="public id of what it opens")
    member = BigInt(null=True, default=None, index=True, help_text="whose it is to revoke")
    note = Varchar(length=40, default="", help_text="for whom it was made, in its maker's words")
    expires_at = Timestamptz(default=None, null=False)
    revoked_at = Timestamptz(default=None, null=True)
    opened = Integer(default=0)
    opened_at = Timestamptz(default=None, null=True)


class Destination(PublicRow, Table):
    """Where a parcel goes: a home or a pick-up point, always with a name and a phone. Erasable."""

    member = belongs_to(Member, on_delete=OnDelete.cascade)
    kind = Varchar(length=8, default="home")
    name = Varchar(length=60)
    phone = Varchar(length=32)
    country = Varchar(length=2)
    region = Varchar(length=60, default="")
    city = Varchar(length=60, default="")
    line1 = Varchar(length=200)
    line2 = Varchar(length=200, default="")
    postcode = Varchar(length=16, default="")

    home_or_pickup = one_of("kind", ["home", "pickup"])
