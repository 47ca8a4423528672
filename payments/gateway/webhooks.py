"""Webhooks: believed only when signed by the provider, just now."""

from datetime import datetime, timedelta

import stripe

from app.settings import settings
from payments.gateway.answers import BadSignature, Event, NotConfigured
from payments.gateway.records import event_of

SIGNATURE_AGE = timedelta(minutes=5)


def parse_webhook(raw_body: bytes, signature_header: str | None, now: datetime) -> Event:
    """The event, if the provider signed these bytes within five minutes of `now`, on either side."""
    secret = settings.stripe_webhook_secret
    if not secret:
        raise NotConfigured("STRIPE_WEBHOOK_SECRET is not set: the webhook is closed.")
    try:
        body = raw_body.decode("utf-8")
        stripe.WebhookSignature.verify_header(body, signature_header, secret)
        moment, _ = stripe.WebhookSignature._get_timestamp_and_signatures(signature_header or "", "v1")
        found = stripe.Webhook.construct_event_without_verification(body)
    except (ValueError, TypeError, AttributeError, stripe.SignatureVerificationError) as error:
        raise BadSignature(str(error)) from error
    if abs(now.timestamp() - moment) > SIGNATURE_AGE.total_seconds():
        raise BadSignature("The signature's time is more than five minutes away from ours.")
    return event_of(found)
