"""What lists need beside the ideas: who is young enough for the places kept for new ones, and which tags there are."""

from piccolo.columns import BigInt, Integer, Text, Timestamptz
from piccolo.table import Table

from app.foundation.columns import Row


class FreshIdea(Row, Table, tablename="fresh_idea"):
    """Numbered without large gaps, so that a number drawn at random finds each with the same chance. A leaf, soon gone."""

    idea = BigInt(unique=True)


class TagUse(Table, tablename="tag_use"):
    """Tags of listed ideas, counted anew from time to time; the row of the empty tag remembers when."""

    folded = Text(primary_key=True)
    name = Text()
    ideas = Integer()
    counted_at = Timestamptz(default=None, null=False)
