"""The inbox of the provider's events: kept once by their id, worked off later."""

from piccolo.columns import JSONB, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from app.foundation.columns import Row


class WebhookEvent(Row, Table):
    provider_id = Varchar(length=120, unique=True)
    kind = Varchar(length=60)
    object_id = Varchar(length=120)
    body = JSONB()
    handled_at = Timestamptz(default=None, null=True)
    tries = Integer(default=0)
    fault = Text(default="")
