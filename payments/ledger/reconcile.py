"""Our books beside the provider's: every movement of its balance must stand in the ledger, to the cent, and the reverse."""

from dataclasses import dataclass
from datetime import UTC, datetime

from app.foundation.database import rows
from app.foundation.money import Money
from payments import gateway

BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
# Between the provider and the operator's own bank: no movement of ours yet.
ELSEWHERE = ("payout", "payout_cancel", "payout_failure")
OURS = """select kind, source, currency, sum(amount)::bigint as amount from (
  select t.kind, e.currency, e.amount, case when t.key like '%:payment:%' then m.charge_id else r.provider_id end as source
  from ledger_entry e join ledger_transaction t on t.id = e.transaction
  left join payment m on t.key in ('paid:payment:' || m.id, 'fee:payment:' || m.id)
  left join refund r on t.key in ('refund:' || r.id, 'refund_failed:' || r.id)
  where e.account = 'clearing') moved group by kind, source, currency"""

Place = tuple[str, str, str]  # kind, the provider's id of what moved, currency


@dataclass(frozen=True, slots=True)
class Difference:
    kind: str
    source: str
    ours: Money
    theirs: Money

    def __str__(self) -> str:
        both = f"{self.ours.amount} in our books, {self.theirs.amount} at the provider"
        return f"{self.kind} {self.source}: {both} ({self.ours.currency})"


def _kind(entry: gateway.BalanceEntry) -> str:
    return {"charge": "paid", "payment": "paid", "refund": "refunded", "payment_refund": "refunded"}.get(
        entry.type, "refund_failed" if entry.type in ("refund_failure", "payment_failure_refund") else entry.type
    )


async def _theirs() -> dict[Place, int]:
    found: dict[Place, int] = {}
    for entry in await gateway.list_balance_transactions(BEGINNING):
        if entry.type in ELSEWHERE:
            continue
        source = entry.source or entry.id
        for kind, amount in ((_kind(entry), entry.amount), ("provider_fee", -entry.fee)):
            if amount:
                place = (kind, source, entry.currency)
                found[place] = found.get(place, 0) + amount
    return found


async def _ours() -> dict[Place, int]:
    return {(e["kind"], e["source"] or "", e["currency"]): e["amount"] for e in await rows(OURS) if e["amount"]}


async def differences() -> list[Difference]:
    """Theirs first: what comes to us in between is then only ours too much, and gone at the next run."""
    theirs = await _theirs()
    ours = await _ours()
    places = sorted(place for place in {*ours, *theirs} if ours.get(place, 0) != theirs.get(place, 0))
    return [
        Difference(
            kind,
            source,
            Money(ours.get((kind, source, currency), 0), currency),
            Money(theirs.get((kind, source, currency), 0), currency),
        )
        for kind, source, currency in places
    ]


async def reconcile() -> int:
    """For the shell: prints each difference; the exit code is 1 where there is one."""
    found = await differences()
    for each in found:
        print(each)  # noqa: T201
    outcome = f"{len(found)} differences between our books and the provider's." if found else "Our books equal the provider's."
    print(outcome)  # noqa: T201
    return 1 if found else 0
