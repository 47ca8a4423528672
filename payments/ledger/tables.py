"""The ledger: transactions named by a key that can be booked only once, their entries, and the payments they tell of."""

from piccolo.columns import BigInt, Text, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from app.foundation.columns import Row, belongs_to, may_belong_to, one_of
from campaigns.changing.tables import PledgeChange
from campaigns.pledging.tables import Pledge

ACCOUNTS = ("clearing", "owed_to_backers", "owed_to_brand", "platform_fee", "provider_fee", "payable_by_brand")


class LedgerTransaction(Row, Table):
    key = Varchar(length=80, unique=True, help_text="such as collected:payment:17; booking it again does nothing")
    kind = Varchar(length=24)
    memo = Text(default="")


class LedgerEntry(Row, Table):
    """Debit above zero, credit below; each transaction sums to zero per currency (a trigger sees to it)."""

    transaction = belongs_to(LedgerTransaction)
    account = Varchar(length=24)
    campaign = BigInt(index=True)
    pledge = BigInt(null=True, default=None, index=True)
    amount = BigInt()
    currency = Varchar(length=3)

    not_nothing = Check("amount <> 0")
    known_account = one_of("account", ACCOUNTS)


class Payment(Row, Table):
    """Money that the provider says has reached us: one row for each of its payments, whatever becomes of the pledge."""

    pledge = belongs_to(Pledge)
    intent_id = Varchar(length=120, unique=True)
    charge_id = Varchar(length=120, unique=True)
    amount = BigInt()
    currency = Varchar(length=3)
    fee = BigInt(null=True, default=None, help_text="the provider's; empty until it is known")
    refunded = BigInt(default=0, help_text="on its way back or arrived")
    collected = BigInt(default=0, help_text="booked as the campaign's; what is neither this nor refunded is the backer's")
    change = may_belong_to(PledgeChange, help_text="of a top-up: the change that it paid for, once that is applied")

    never_more_back_than_came = Check("amount > 0 and refunded between 0 and amount")
    never_more_earned_than_came = Check("collected between 0 and amount")
