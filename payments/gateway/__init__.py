"""Our verbs over Stripe, real or local; the one place that imports stripe, and nothing of it leaves here.

Amounts are ints in the minor units of app.foundation.money, beside their ISO currency. A verb that names a `key` may be
called again with the same key: the provider then does nothing twice.
"""

from payments.gateway.answers import (
    BadSignature,
    BalanceEntry,
    Card,
    CardRefused,
    Charge,
    Checkout,
    Dispute,
    Event,
    Line,
    NotConfigured,
    ProviderBusy,
    ProviderError,
    ProviderRefused,
    ProviderUnavailable,
    Refund,
    Refused,
    Succeeded,
    Unknown,
)
from payments.gateway.charges import cancel_charge, confirm_charge, create_charge, list_charges, read_charge
from payments.gateway.checkouts import (
    expire_checkout,
    open_payment_checkout,
    open_recovery_checkout,
    open_setup_checkout,
    read_checkout,
)
from payments.gateway.client import API_VERSION
from payments.gateway.customers import forget_customer
from payments.gateway.records import list_balance_transactions, list_events
from payments.gateway.refunds import list_refunds, read_dispute, read_refund, refund
from payments.gateway.webhooks import parse_webhook

__all__ = [
    "API_VERSION",
    "BadSignature",
    "BalanceEntry",
    "Card",
    "CardRefused",
    "Charge",
    "Checkout",
    "Dispute",
    "Event",
    "Line",
    "NotConfigured",
    "ProviderBusy",
    "ProviderError",
    "ProviderRefused",
    "ProviderUnavailable",
    "Refund",
    "Refused",
    "Succeeded",
    "Unknown",
    "cancel_charge",
    "confirm_charge",
    "create_charge",
    "expire_checkout",
    "forget_customer",
    "list_balance_transactions",
    "list_charges",
    "list_events",
    "list_refunds",
    "open_payment_checkout",
    "open_recovery_checkout",
    "open_setup_checkout",
    "parse_webhook",
    "read_charge",
    "read_checkout",
    "read_dispute",
    "read_refund",
    "refund",
]
