"""A challenge: whose, about what, until when."""

from piccolo.columns import Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from app.accounts.tables import Member
from app.brands.tables import Brand
from app.foundation.columns import PublicRow, Written, belongs_to


class Challenge(PublicRow, Written, Table):
    brand = belongs_to(Brand)
    created_by = belongs_to(Member)
    title = Varchar(length=60)
    brief = Text()
    cover = Varchar(length=12, default="", help_text="public id of a picture")
    opens_at = Timestamptz(default=None, null=False)
    deadline = Timestamptz(default=None, null=False, index=True)
    opened_told_at = Timestamptz(default=None, null=True, help_text="when the brand's followers were told of it")
    closed_told_at = Timestamptz(default=None, null=True, help_text="when those concerned were told that it ended")

    ends_after_it_opens = Check("deadline > opens_at")
