"""What members can be told about: each package's `notices.py` declares EVENTS, found here by that name."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from app.foundation.i18n import N_
from app.foundation.schema import modules_named

PACKAGES = ("app", "ideas", "campaigns", "payments")


@dataclass(frozen=True, slots=True)
class Event:
    """Sentences are gettext messages with the %(name)s parameters that `notify` is given.

    `line` stands in the inbox. With `mail` it also goes out by mail: `subject` and `text` (blank lines part paragraphs;
    empty: the line serves) and a button with the word `button` that leads to the notice's address.
    """

    line: str
    mail: bool = False
    subject: str = ""
    text: str = ""
    button: str = N_("去看看")
    template: str = "mail/notice"
    secret: bool = False  # its parameters are forgotten once the mail is out


@cache
def known_events() -> Mapping[str, Event]:
    found: dict[str, Event] = {}
    for package in PACKAGES:
        for name in modules_named("notices", package):
            declared: Mapping[str, Event] = importlib.import_module(name).EVENTS
            assert not found.keys() & declared.keys(), f"{name} declares an event that another package has"
            found |= declared
    return found
