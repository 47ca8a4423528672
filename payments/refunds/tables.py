"""Money on its way back: intended, asked of the provider, arrived or failed."""

from piccolo.columns import BigInt, Text, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from app.foundation.columns import PublicRow, belongs_to, one_of
from campaigns.pledging.tables import Pledge


class Refund(PublicRow, Table):
    pledge = belongs_to(Pledge)
    intent_id = Varchar(length=120, help_text="the provider's payment that is given back")
    amount = BigInt()
    currency = Varchar(length=3)
    reason = Varchar(length=24, help_text="campaign_failed, hold_lost, backer_cancelled, …")
    rail = Varchar(length=8, default="provider")
    provider_id = Varchar(length=120, null=True, default=None, unique=True)
    state = Varchar(length=10, default="intended")
    fault = Text(default="")

    amount_above_zero = Check("amount > 0")
    known_state = one_of("state", ["intended", "pending", "succeeded", "failed"])
