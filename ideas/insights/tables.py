"""What voters would pay, which prices they are asked about, figures kept for large challenges, and who took data away."""

from piccolo.columns import JSONB, Array, BigInt, Boolean, OnDelete, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from app.brands.tables import Brand
from app.foundation.columns import Row, belongs_to, one_of
from ideas.challenges.tables import Challenge
from ideas.insights.rules import FORMATS, KINDS


class PriceQuestion(Row, Table, tablename="price_question"):
    """Which prices a challenge's voters may choose from. Where there is no row they are asked the house's."""

    challenge = belongs_to(Challenge, unique=True, on_delete=OnDelete.cascade)
    asks = Boolean(default=True)
    currency = Varchar(length=3)
    amounts = Array(base_column=BigInt(), default=list, help_text="minor units, rising")

    few_enough_to_choose = Check("cardinality(amounts) between 3 and 6")


class PriceAnswer(Row, Table, tablename="price_answer"):
    """What a voter would pay for an idea: a leaf beside the votes, and like them unique by idea and member."""

    idea = BigInt()
    member = BigInt()
    amount = BigInt(null=True, default=None, help_text="minor units; 0: would not buy it; empty: rather doesn't say")
    currency = Varchar(length=3)
    changed_at = Timestamptz(default=None, null=True)

    one_answer_per_member_and_idea = Unique([idea, member])
    no_price_below_nothing = Check("amount >= 0")


class KeptFigures(Row, Table, tablename="kept_figures"):
    """Of challenges too large to be counted while somebody waits: counted by a sweep, as they were at that moment."""

    brand = BigInt()
    challenge = BigInt(default=0, help_text="0: all of the brand's")
    figures = JSONB(default="{}")
    taken_at = Timestamptz(default=None, null=False)

    one_of_each = Unique([brand, challenge])


class InsightExport(Row, Table, tablename="insight_export"):
    """Who of a brand's team took which data away."""

    brand = belongs_to(Brand, index=False)
    challenge = BigInt(default=0, help_text="0: all of the brand's")
    actor = BigInt()
    kind = Varchar(length=8)
    format = Varchar(length=4)

    known_kind = one_of("kind", KINDS)
    known_format = one_of("format", FORMATS)
