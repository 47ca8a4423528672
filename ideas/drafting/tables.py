"""A wording that was laid aside because another page had saved a newer one: nothing typed is lost."""

from piccolo.columns import OnDelete, Text, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from app.accounts.tables import Member
from app.foundation.columns import PublicRow, belongs_to
from ideas.tables import Idea


class LaidAside(PublicRow, Table, tablename="laid_aside"):
    """One for each form that fell behind; what is typed there later takes its place."""

    idea = belongs_to(Idea, on_delete=OnDelete.cascade)
    member = belongs_to(Member)
    form = Varchar(length=24)
    title = Varchar(length=60)
    summary = Varchar(length=200, default="")
    body = Text(default="")

    one_of_each_form = Unique([idea, form])
