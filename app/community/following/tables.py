"""A follow: a leaf that nothing points at, correct without foreign keys."""

from piccolo.columns import BigInt, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from app.foundation.columns import Row


class Follow(Row, Table):
    kind = Varchar(length=12)
    subject = BigInt(help_text="the row's id in its own table")
    member = BigInt(index=True)
    ref = Varchar(length=40, default="")  # type: ignore[assignment]

    one_follow_per_member = Unique([kind, subject, member])
