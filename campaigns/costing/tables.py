"""A campaign's cost sheet, for its team only."""

from decimal import Decimal

from piccolo.columns import BigInt, Integer, Numeric
from piccolo.constraints import Check
from piccolo.table import Table

from app.foundation.columns import Row, belongs_to
from campaigns.tables import Campaign


class CostSheet(Row, Table, tablename="cost_sheet"):
    """Amounts in minor units of the campaign's currency."""

    campaign = belongs_to(Campaign, unique=True)
    unit_cost = BigInt()
    least_order = Integer()
    tooling = BigInt(default=0)
    shipping = BigInt(default=0, help_text="what sending one costs the brand")
    payment_percent = Numeric(digits=(5, 2), default=Decimal(0))
    share_percent = Numeric(digits=(5, 2), default=Decimal(0))
    price = BigInt()
    saved_by = BigInt(help_text="member id")

    sensible_costs = Check("unit_cost >= 0 and tooling >= 0 and shipping >= 0 and least_order > 0 and price > 0")
