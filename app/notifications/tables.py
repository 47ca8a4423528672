"""Notices and mails hold ids and parameters; names and addresses are looked up when they are shown or sent."""

from piccolo.columns import JSONB, BigInt, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from app.foundation.columns import Row


class Notice(Row, Table):
    """Something a member was told in the app. A leaf: correct without a foreign key."""

    member = BigInt(index=True)
    event = Varchar(length=40)
    url = Varchar(length=200)
    params = JSONB(default="{}")
    read_at = Timestamptz(default=None, null=True)


class Mail(Row, Table):
    """A mail to send: to a member (address looked up then), or to an address that has no member yet."""

    member = BigInt(null=True, default=None, index=True)
    address = Varchar(length=320, default="")
    event = Varchar(length=40)
    url = Varchar(length=300, default="")
    params = JSONB(default="{}")
    lang = Varchar(length=12, default="zh-Hans")
    sent_at = Timestamptz(default=None, null=True)
    next_try_at = Timestamptz(default=None, null=True, index=True)
    tries = Integer(default=0)
    fault = Text(default="")
