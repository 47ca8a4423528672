"""What a member asked to take along. Erasable; the file itself lies in the storage."""

from piccolo.columns import Integer, OnDelete, Timestamptz, Varchar
from piccolo.table import Table

from app.accounts.tables import Member
from app.foundation.columns import PublicRow, belongs_to


class DataExport(PublicRow, Table):
    """A zip of everything of theirs: asked for, then ready for a week, then gone."""

    member = belongs_to(Member, on_delete=OnDelete.cascade)
    file = Varchar(length=80, default="", help_text="its name in the storage; empty until it is ready")
    size = Integer(default=0)
    ready_at = Timestamptz(default=None, null=True)
    expires_at = Timestamptz(default=None, null=True, index=True)
