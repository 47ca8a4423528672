"""A picture that someone uploaded, after re-encoding; its files lie in storage under its public id."""

from piccolo.columns import Boolean, Integer, Timestamptz
from piccolo.table import Table

from app.accounts.tables import Member
from app.foundation.columns import PublicRow, may_belong_to


class Picture(PublicRow, Table):
    """Until it is attached to what it belongs to, only whoever uploaded it sees it."""

    owner = may_belong_to(Member)  # nobody yet: uploaded signed out; its key tells whose it will be
    width = Integer()
    height = Integer()
    attached = Boolean(default=False, help_text="unattached ones are swept")
    kept_until = Timestamptz(default=None, null=True, help_text="not swept before, while an intent waits with it")
