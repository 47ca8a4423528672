"""What the payment provider can answer, and how it can fail: values only, so that nothing of its SDK travels upward."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


class ProviderError(Exception):
    """The payment provider did not do it, or nobody knows whether it did."""


class ProviderUnavailable(ProviderError):
    """No answer that can be trusted: the outcome is unknown, read it back before trying with another key."""


class ProviderBusy(ProviderError):
    """Too many requests; nothing happened."""


class ProviderRefused(ProviderError):
    """A definite no. `code` is the provider's, `sentence` its words for the operator."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code, self.sentence = code, sentence


class CardRefused(ProviderRefused):
    """The bank's no, with what it said about trying again."""

    def __init__(self, code: str, sentence: str, refusal: "Refused") -> None:
        super().__init__(code, sentence)
        self.refusal = refusal


class NotConfigured(ProviderError):
    """No key, or one the provider does not take: paying is closed."""


class BadSignature(ProviderError):
    """A webhook that is not the provider's, or too old, or from the future."""


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    amount: int
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Refused:
    """`may_retry`: a later attempt with the same card, without the backer, makes sense."""

    code: str
    decline_code: str
    needs_authentication: bool
    may_retry: bool


@dataclass(frozen=True, slots=True)
class Succeeded:
    intent_id: str
    charge_id: str
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The attempt may have succeeded: read_charge tells."""

    why: str


@dataclass(frozen=True, slots=True)
class Card:
    """A way to pay that was saved with the provider."""

    payment_method: str
    customer: str | None
    brand: str
    last4: str


@dataclass(frozen=True, slots=True)
class Checkout:
    id: str
    url: str | None
    mode: Literal["setup", "payment"]
    status: Literal["open", "complete", "expired"]
    paid: bool
    expires_at: datetime
    amount: int | None
    currency: str | None
    customer: str | None
    intent_id: str | None
    setup_id: str | None
    card: Card | None
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Charge:
    """A payment as it stands; the status is Stripe's, the fee (in the currency it settled in) is known once it succeeded."""

    intent_id: str
    status: str
    amount: int
    currency: str
    received: int
    refunded: int
    disputed: bool
    charge_id: str | None
    method: str | None
    fee: int | None
    fee_currency: str | None
    refusal: Refused | None
    created: datetime
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refund:
    id: str
    status: Literal["pending", "succeeded", "failed", "canceled", "requires_action"]
    amount: int
    currency: str
    intent_id: str | None
    charge_id: str | None
    failure_reason: str | None
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dispute:
    id: str
    status: str
    amount: int
    currency: str
    intent_id: str | None
    charge_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Event:
    id: str
    type: str
    created: datetime
    object_kind: str
    object_id: str
    intent_id: str | None
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BalanceEntry:
    id: str
    type: str
    category: str
    amount: int
    fee: int
    net: int
    currency: str
    source: str | None
    created: datetime
