"""One row for each picture out of sight."""

from piccolo.columns import BigInt, Varchar
from piccolo.table import Table

from app.foundation.columns import Row


class WithheldPicture(Row, Table):
    public_id = Varchar(length=12, unique=True)
    by = BigInt(null=True, default=None, help_text="member id of staff")
