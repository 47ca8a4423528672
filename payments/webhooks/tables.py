"""The inbox of the provider's events: kept once by their id, worked off later; and how far we have listed them."""

from piccolo.columns import JSONB, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from app.foundation.columns import Row


class WebhookEvent(Row, Table):
    provider_id = Varchar(length=120, unique=True)
    kind = Varchar(length=60)
    object_id = Varchar(length=120)
    body = JSONB(help_text="ids only: what it speaks of is read from the provider again")
    happened_at = Timestamptz(default=None, null=True)
    handled_at = Timestamptz(default=None, null=True)
    tries = Integer(default=0)
    tried_at = Timestamptz(default=None, null=True)
    fault = Text(default="")


class EventListing(Row, Table):
    """All events of the provider up to this moment have been seen."""

    provider = Varchar(length=12, unique=True)
    seen_until = Timestamptz(default=None, null=False)
    listed_at = Timestamptz(default=None, null=False)
