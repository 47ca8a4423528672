"""Pure postings: which entries each event of money makes. Debit above zero, credit below."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.foundation.money import Money


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose money it is."""

    campaign: int
    pledge: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    account: str
    amount: Money
    subject: Subject


def _entries(subject: Subject, **amounts: Money) -> list[Entry]:
    return [Entry(account, amount, subject) for account, amount in amounts.items() if amount]


def balances(entries: Sequence[Entry]) -> bool:
    """Each currency sums to zero, and something moves."""
    sums: dict[str, int] = {}
    for entry in entries:
        sums[entry.amount.currency] = sums.get(entry.amount.currency, 0) + entry.amount.amount
    return bool(entries) and not any(sums.values())


def paid(subject: Subject, amount: Money) -> list[Entry]:
    """Whatever comes in is the backer's until the campaign has earned it; a saved card's money for an instant only."""
    return _entries(subject, clearing=amount, owed_to_backers=amount * -1)


def provider_fee(subject: Subject, fee: Money) -> list[Entry]:
    """The provider keeps it from what it holds for us: the operator's cost."""
    return _entries(subject, provider_fee=fee, clearing=fee * -1)


def collected(subject: Subject, amount: Money, fee_percent: Decimal) -> list[Entry]:
    """The campaign succeeded: the brand's, less the platform's share."""
    fee = amount.share(fee_percent)
    return _entries(subject, owed_to_backers=amount, owed_to_brand=(amount - fee) * -1, platform_fee=fee * -1)


def refunded_held(subject: Subject, amount: Money) -> list[Entry]:
    """Money that was the backer's all the time goes back."""
    return _entries(subject, owed_to_backers=amount, clearing=amount * -1)


def refunded_collected(subject: Subject, amount: Money, before: Money, fee_percent: Decimal) -> list[Entry]:
    """Money that was the brand's goes back: the brand owes it, the platform's share of it is given up.

    `before` was refunded earlier: shares of parts, each rounded alone, would not sum to the share of the whole.
    """
    fee = (before + amount).share(fee_percent) - before.share(fee_percent)
    return _entries(subject, payable_by_brand=amount - fee, platform_fee=fee, clearing=amount * -1)


def reversed_entries(entries: Sequence[Entry]) -> list[Entry]:
    return [Entry(entry.account, entry.amount * -1, entry.subject) for entry in entries]
