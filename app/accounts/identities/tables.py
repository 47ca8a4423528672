"""Two members that became one: ids only, kept for ever."""

from piccolo.columns import JSONB, BigInt, Varchar
from piccolo.table import Table

from app.accounts.tables import Member
from app.foundation.columns import Row, belongs_to


class MemberMerge(Row, Table):
    """Recorded by the member that goes on, who proved an address of the other."""

    from_member = belongs_to(Member, unique=True)
    into_member = belongs_to(Member)
    how = Varchar(length=12, help_text="the kind of address that was proven")
    actor = BigInt()
    moved = JSONB(default="{}", help_text="how many rows of each kind went over")
