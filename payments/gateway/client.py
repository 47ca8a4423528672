"""The SDK's client, and its errors in our words; with webhooks.py the only module that imports stripe."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import stripe

from app.settings import settings
from payments.gateway.answers import CardRefused, NotConfigured, ProviderBusy, ProviderRefused, ProviderUnavailable, Refused

API_VERSION = "2026-10-28.endive"
TIMEOUT = httpx.Timeout(20, connect=5)
RETRIES = 1
# How many of Stripe's units make one of ours: we sell in whole TWD, Stripe counts its hundredths.
UNITS = {"TWD": 100}
# With these no later attempt with the same card can succeed.
FINAL = {"lost_card", "stolen_card", "pickup_card", "restricted_card", "fraudulent", "invalid_account", "expired_card",
         "card_not_supported", "stop_payment_order", "revocation_of_authorization",
         "revocation_of_all_authorizations"}  # fmt: skip

stripe.enable_telemetry = False

Call = tuple[str, str]
_clients: dict[asyncio.AbstractEventLoop, tuple[Call, stripe.StripeClient]] = {}


def client() -> stripe.StripeClient:
    """One for each event loop: its connections belong to the loop."""
    address = settings.sandbox_url if settings.uses_stripe_sandbox else stripe.DEFAULT_API_BASE
    if not settings.stripe_secret_key:
        raise NotConfigured("STRIPE_SECRET_KEY is not set: paying is closed.")
    loop, call = asyncio.get_running_loop(), (address, settings.stripe_secret_key)
    known = _clients.get(loop)
    if known is None or known[0] != call:
        for gone in [other for other in _clients if other.is_closed()]:
            del _clients[gone]
        http = stripe.HTTPXClient(timeout=TIMEOUT, verify_ssl_certs=address.startswith("https:"))
        options: dict[str, Any] = {"stripe_version": API_VERSION, "max_network_retries": RETRIES, "http_client": http}
        known = _clients[loop] = (call, stripe.StripeClient(call[1], base_addresses={"api": address}, **options))
    return known[1]


def refusal_in(error: Any) -> Refused:
    """From an API error or an intent's last error."""
    code, decline = error.code or "card_declined", getattr(error, "decline_code", None) or ""
    authenticates = "authentication_required" in (code, decline)
    final = decline in FINAL or code in FINAL or getattr(error, "advice_code", None) == "do_not_try_again"
    return Refused(code, decline, needs_authentication=authenticates, may_retry=not (final or authenticates))


@contextmanager
def translated() -> Iterator[None]:
    try:
        yield
    except stripe.RateLimitError as error:
        raise ProviderBusy(str(error)) from error
    except (stripe.AuthenticationError, stripe.PermissionError) as error:
        raise NotConfigured(str(error)) from error
    except stripe.CardError as error:
        raise CardRefused(error.code or "card_declined", error.user_message or "", refusal_in(error.error)) from error
    except stripe.InvalidRequestError as error:
        raise ProviderRefused(error.code or "invalid_request", error.user_message or "") from error
    except stripe.IdempotencyError as error:
        raise ProviderRefused("idempotency_error", error.user_message or "") from error
    except stripe.StripeError as error:
        raise ProviderUnavailable(str(error)) from error


def theirs(amount: int, currency: str) -> int:
    return amount * UNITS.get(currency.upper(), 1)


def ours(amount: int, currency: str) -> int:
    whole, rest = divmod(amount, UNITS.get(currency.upper(), 1))
    if rest:
        raise ProviderRefused("fraction", f"{amount} {currency} at the provider is no whole amount of ours.")
    return whole


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def id_of(found: Any) -> str | None:
    """An id, whether the object came expanded or not."""
    return found if isinstance(found, str) or found is None else found.id


def metadata_of(found: Any) -> dict[str, str]:
    return dict(found.metadata.to_dict()) if found.metadata else {}
