"""The provider's own records: what happened, and what moved its balance."""

from datetime import datetime
from typing import Any

from payments.gateway.answers import BalanceEntry, Event
from payments.gateway.client import client, id_of, metadata_of, moment, ours, translated


def event_of(found: Any) -> Event:
    subject = found.data.object
    intent = subject.id if subject.object == "payment_intent" else getattr(subject, "payment_intent", None)
    metadata = metadata_of(subject) if getattr(subject, "metadata", None) else {}
    return Event(found.id, found.type, moment(found.created), subject.object, subject.id, id_of(intent), metadata)


async def list_events(since: datetime) -> list[Event]:
    """What happened since then, oldest first; the provider keeps it for 30 days."""
    with translated():
        page = await client().v1.events.list_async({"created": {"gte": int(since.timestamp())}, "limit": 100})
        return [event_of(found) async for found in page.auto_paging_iter()][::-1]


def _entry(found: Any) -> BalanceEntry:
    currency = found.currency.upper()
    amount, fee, net = (ours(part, currency) for part in (found.amount, found.fee, found.net))
    category, created = found.reporting_category, moment(found.created)
    return BalanceEntry(found.id, found.type, category, amount, fee, net, currency, id_of(found.source), created)


async def list_balance_transactions(since: datetime) -> list[BalanceEntry]:
    """Every movement of our balance with the provider since then, oldest first."""
    with translated():
        page = await client().v1.balance_transactions.list_async({"created": {"gte": int(since.timestamp())}, "limit": 100})
        return [_entry(found) async for found in page.auto_paging_iter()][::-1]
