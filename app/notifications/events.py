"""What members can be told about: each package's `notices.py` declares EVENTS, found here by that name."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache

from app.foundation.i18n import N_
from app.foundation.schema import declared

BY_MAIL_OR_SMS = ("mail", "sms")  # security
TO_THE_END = ("mail", "sms", "staff")  # money: somebody calls the person in the end


@dataclass(frozen=True, slots=True)
class Event:
    """Sentences are gettext messages with the %(name)s parameters that `notify` is given.

    `line` stands in the inbox. With `mail` it also goes out by mail: `subject` and `text` (blank lines part paragraphs;
    empty: the line serves) and a button with the word `button` that leads to the notice's address. `sms` is its one
    sentence as a short message. `kind` (app.notifications.kinds) is the row of /me/notices that it belongs to.

    `falls` names channels in order: the next one is tried where the one before has no address or failed for good, or,
    with `unacted_hours`, where the reader has done nothing for so long while `is_open` (asked with the notice's `about`)
    still says that something is to do; staff's time is asked for after `staff_hours` only.
    """

    line: str
    kind: str = ""
    mail: bool = False
    subject: str = ""
    text: str = ""
    button: str = N_("去看看")
    template: str = "mail/notice"
    secret: bool = False  # its parameters are forgotten once the mail is out
    sms: str = ""
    falls: tuple[str, ...] = ()
    unacted_hours: int = 0
    staff_hours: int = 0
    is_open: Callable[[str], Awaitable[bool]] | None = None
    many: str = ""  # the line for several of them about one thing, with %(times)s


@cache
def known_events() -> Mapping[str, Event]:
    return declared("notices", "EVENTS")
