"""A reservation: a leaf, one for each member and campaign. It holds no place."""

from piccolo.columns import BigInt, Integer, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from app.foundation.columns import Row


class Reservation(Row, Table):
    campaign = BigInt()
    member = BigInt(index=True)
    tier = BigInt(null=True, default=None, help_text="the one wanted; null: not chosen yet")
    quantity = Integer(default=1)
    ref = Varchar(length=40, default="")  # type: ignore[assignment]

    one_reservation_per_member = Unique([campaign, member])
    some_reserved = Check("quantity >= 1")
