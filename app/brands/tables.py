"""A brand, who acts for it, and who has been asked to."""

from piccolo.columns import OnDelete, Text, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from app.accounts.tables import Member
from app.foundation.columns import PublicRow, Row, Written, belongs_to, one_of

ROLES = ("owner", "editor", "fulfilment", "support")


class Brand(PublicRow, Written, Table):
    name = Varchar(length=40)
    story = Text(default="")
    logo = Varchar(length=12, default="", help_text="public id of a picture")
    time_zone = Varchar(length=40, default="Asia/Shanghai", help_text="where its deadlines are thought of")
    created_by = belongs_to(Member)


class BrandMember(Row, Table):
    brand = belongs_to(Brand)
    member = belongs_to(Member)
    role = Varchar(length=12)

    one_role_per_member = Unique([brand, member])
    known_role = one_of("role", ROLES)


class BrandInvitation(PublicRow, Table):
    """Sent to an address; accepted by whoever signs in and opens it. Erasable."""

    brand = belongs_to(Brand)
    address = Varchar(length=320)
    role = Varchar(length=12)
    invited_by = belongs_to(Member, on_delete=OnDelete.cascade)
    expires_at = Timestamptz(default=None, null=False)
    accepted_at = Timestamptz(default=None, null=True)
    revoked_at = Timestamptz(default=None, null=True)
