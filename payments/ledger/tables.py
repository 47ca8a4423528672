"""The ledger: transactions named by a key that can be booked only once, and their entries."""

from piccolo.columns import BigInt, Text, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from app.foundation.columns import Row, belongs_to, one_of

ACCOUNTS = ("clearing", "owed_to_backers", "owed_to_brand", "platform_fee", "provider_fee", "payable_by_brand")


class LedgerTransaction(Row, Table):
    key = Varchar(length=80, unique=True, help_text="such as collected:pledge:17; booking it again does nothing")
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
