"""Notices and mails hold ids and parameters; names and addresses are looked up when they are shown or sent."""

from typing import ClassVar

from piccolo.columns import JSONB, BigInt, Boolean, Integer, Text, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from app.foundation.columns import Row
from app.foundation.lifecycle import EventColumns, Stateful
from app.notifications.rules import REACHING


class Notice(Row, Table):
    """Something a member was told in the app. A leaf: correct without a foreign key."""

    member = BigInt(index=True)
    event = Varchar(length=40)
    url = Varchar(length=200)
    params = JSONB(default="{}")
    read_at = Timestamptz(default=None, null=True)
    in_app = Boolean(default=True, help_text="false: only collected for a digest")
    digest = Varchar(length=8, default="", help_text="daily or weekly while it waits for one")
    times = Integer(default=1, help_text="how often the same happened before it was read")


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


class NoticePreference(Row, Table):
    """What a member wants of one kind of notices; no row: the kind's own default."""

    member = BigInt()
    kind = Varchar(length=12)
    in_app = Boolean(default=True)
    mail = Varchar(length=8, default="at_once", help_text="at_once, daily, weekly, never")
    mail_before = Varchar(length=8, default="", help_text="what a mail's unsubscribing replaced, to undo it")
    sms = Boolean(default=False)

    one_of_each_kind = Unique([member, kind])


class NoticeHours(Row, Table):
    """When a member wants to be left alone, and when digests come; in minutes of their own day."""

    member = BigInt(unique=True)
    quiet_from = Integer(null=True, default=None)
    quiet_until = Integer(null=True, default=None)
    digest_at = Integer(default=540)


class Digest(Row, Table):
    """A collection that is to go out; its lines are the notices that wait for it."""

    member = BigInt()
    rhythm = Varchar(length=8)
    due_at = Timestamptz(default=None, null=False, index=True)

    one_of_each_rhythm = Unique([member, rhythm])


class MustReachEvent(EventColumns, Table):
    subject = BigInt(index=True)


class MustReach(Row, Stateful, Table):
    """Something about money or safety that has to reach its member: over one channel after the other, then by a person."""

    lifecycle: ClassVar = REACHING
    events: ClassVar = MustReachEvent

    member = BigInt()
    event = Varchar(length=40)
    about = Varchar(length=40, default="", help_text="public id of what it is about")
    url = Varchar(length=300, default="")
    params = JSONB(default="{}")
    state = Varchar(length=12)
    mail = BigInt(null=True, default=None)
    sms = BigInt(null=True, default=None)
    next_at = Timestamptz(default=None, null=True)


class Unreachable(Row, Table):
    """An address that refused mail for good. It may prove itself again: a code that arrives ends this."""

    identity = BigInt(unique=True)
    why = Text(default="")
