"""Writing the ledger: entries are only ever added, each transaction once, within the caller's transaction."""

from collections.abc import Sequence

from app.foundation.database import execute, insert, row, rows, transaction
from app.foundation.money import Money
from payments.ledger.rules import Entry, Subject, balances
from payments.ledger.tables import LedgerEntry


async def book(key: str, kind: str, entries: Sequence[Entry], memo: str = "") -> bool:
    """False where this key is booked already."""
    if not balances(entries):
        raise ValueError(f"{key} does not sum to zero")
    async with transaction():
        made = await row(
            "insert into ledger_transaction (key, kind, memo) values ({}, {}, {}) on conflict (key) do nothing returning id",
            key, kind, memo,
        )  # fmt: skip
        if made is None:
            return False
        for entry in entries:
            await _add(made["id"], entry)
    return True


async def _add(transaction_id: int, entry: Entry) -> None:
    await insert(
        LedgerEntry,
        transaction=transaction_id,
        account=entry.account,
        campaign=entry.subject.campaign,
        pledge=entry.subject.pledge,
        amount=entry.amount.amount,
        currency=entry.amount.currency,
    )


async def entries_of(key: str) -> list[Entry]:
    """What was booked under a key; empty where nothing was."""
    found = await rows(
        """select e.account, e.amount, e.currency, e.campaign, e.pledge from ledger_entry e
        join ledger_transaction t on t.id = e.transaction where t.key = {} order by e.id""",
        key,
    )
    return [Entry(e["account"], Money(e["amount"], e["currency"]), Subject(e["campaign"], e["pledge"])) for e in found]


async def check_now() -> None:
    """Let the sums be checked here rather than at the commit."""
    await execute("set constraints all immediate")
    await execute("set constraints all deferred")
