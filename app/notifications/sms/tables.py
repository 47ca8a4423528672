"""The outbox of short messages; a member's number is looked up when the message goes out."""

from piccolo.columns import JSONB, BigInt, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from app.foundation.columns import Row


class Sms(Row, Table):
    """A message to send: to a member, or to a number that has no member yet."""

    member = BigInt(null=True, default=None, index=True)
    phone = Varchar(length=20, default="", help_text="E.164; forgotten some weeks after")
    event = Varchar(length=40)
    url = Varchar(length=300, default="")
    params = JSONB(default="{}")
    lang = Varchar(length=12, default="zh-Hans")
    sent_at = Timestamptz(default=None, null=True)
    next_try_at = Timestamptz(default=None, null=True)
    tries = Integer(default=0)
    fault = Text(default="")
    receipt = Varchar(length=60, default="", help_text="the provider's own id")
