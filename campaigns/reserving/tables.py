"""A reservation: a leaf, one for each member and campaign."""

from piccolo.columns import BigInt, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from app.foundation.columns import Row


class Reservation(Row, Table):
    campaign = BigInt()
    member = BigInt(index=True)
    ref = Varchar(length=40, default="")  # type: ignore[assignment]

    one_reservation_per_member = Unique([campaign, member])
