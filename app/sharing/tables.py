"""Whose link it was, how often links were opened, and which pictures lie drawn in storage."""

from piccolo.columns import BigInt, Boolean, Date, Integer, OnDelete, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from app.accounts.tables import Member
from app.foundation.columns import Row, belongs_to


class ShareCode(Row, Table):
    """The `ref` in a member's links. Given with the member's row by the database (see the migration). Erasable."""

    code = Varchar(length=12, unique=True)
    member = belongs_to(Member, on_delete=OnDelete.cascade)
    is_current = Boolean(default=True, help_text="one of a member's; older ones and a merged member's still count")


class ShareOpening(Row, Table):
    """How many browsers opened a link on a day: a leaf without anybody in it."""

    ref = Varchar(length=40)  # type: ignore[assignment]
    thing = Varchar(length=24, help_text="kind/public id, such as ideas/k7m2qx; empty for any other page")
    day = Date(default=None)
    opened = Integer(default=0)

    one_row_per_link_and_day = Unique([ref, thing, day])


class DrawnPicture(Row, Table):
    """A picture in storage and what it shows, so that it is drawn anew only when that has changed."""

    name = Varchar(length=80, unique=True, help_text="thing/form and, for posters, the language")
    digest = Varchar(length=16)
    member = BigInt(null=True, default=None, index=True, help_text="whose name is on it: goes with them")
    drawn_at = Timestamptz(default=None, null=False, index=True)
