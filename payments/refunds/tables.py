"""Money on its way back: intended, asked of the provider, arrived or failed."""

from piccolo.columns import BigInt, Integer, Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from app.foundation.columns import PublicRow, belongs_to, may_belong_to, one_of
from campaigns.pledging.tables import Pledge
from payments.ledger.tables import Payment


class Refund(PublicRow, Table):
    pledge = belongs_to(Pledge)
    payment = belongs_to(Payment)
    intent_id = Varchar(length=120, help_text="the provider's payment that is given back")
    amount = BigInt()
    held = BigInt(default=0, help_text="how much of it was the backer's when it was intended; the rest had become the campaign's")
    currency = Varchar(length=3)
    reason = Varchar(length=24, help_text="campaign_failed, hold_lost, backer_cancelled, …")
    rail = Varchar(length=8, default="provider")
    provider_id = Varchar(length=120, null=True, default=None, unique=True)
    state = Varchar(length=10, default="intended")
    fault = Text(default="", help_text="the provider's words when it failed")
    tries = Integer(default=0)
    tried_at = Timestamptz(default=None, null=True)
    ended_at = Timestamptz(default=None, null=True)
    again_of = may_belong_to("self", unique=True, help_text="the failed one that it tries again")  # type: ignore[arg-type]

    amount_above_zero = Check("amount > 0")
    no_more_held_than_all = Check("held between 0 and amount")
    known_state = one_of("state", ["intended", "pending", "succeeded", "failed"])
