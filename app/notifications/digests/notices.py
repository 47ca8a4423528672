"""The digest is an event like any other: it only has a template of its own."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "digest": Event(
        line=N_("你有 %(count)s 条新消息"),
        kind="digest",
        mail=True,
        subject=N_("%(count)s 条新消息"),
        text=N_("上次寄给你之后，有 %(count)s 条你还没看过的消息。"),
        button=N_("打开消息"),
        template="mail/digest",
    ),
}
