"""A picture that someone uploaded, after re-encoding; its files lie in storage under its public id."""

from piccolo.columns import Boolean, Integer
from piccolo.table import Table

from app.accounts.tables import Member
from app.foundation.columns import PublicRow, belongs_to


class Picture(PublicRow, Table):
    owner = belongs_to(Member)
    width = Integer()
    height = Integer()
    attached = Boolean(default=False, help_text="unattached ones are swept after a day")
