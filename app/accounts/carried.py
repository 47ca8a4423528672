"""What travels through the steps of signing in: in addresses and forms, so that no cookie is needed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from app.accounts.phones import LIKELY, likely_regions
from app.foundation.i18n import language
from app.web.paths import own_path

WAYS = ("phone", "email")


def first_text(sent: Mapping[str, Any], name: str) -> str:
    typed = sent.get(name, "")
    if isinstance(typed, list):
        typed = typed[-1] if typed else ""
    return typed if isinstance(typed, str) else ""


def way_onward(asked: str) -> str:
    """Where to go afterwards; never back into signing in or out."""
    path = own_path(asked)
    parts = path.split("?")[0].strip("/").split("/")
    return "/" if parts[0] in ("sign-in", "sign-out") else path


@dataclass(frozen=True, slots=True)
class Carried:
    """`at` binds a code to this browser, `intent` is the key of what was begun, `by` is the keyboard that was chosen.

    `abroad`: whoever signs in has ticked that their data may cross the border, where the region asks for it.
    """

    at: str = ""
    intent: str = ""
    next_path: str = "/"
    why: str = ""
    by: str = ""
    abroad: str = ""

    @classmethod
    def read(cls, sent: Mapping[str, Any]) -> "Carried":
        by = first_text(sent, "by")
        return cls(
            at=first_text(sent, "at")[:60],
            intent=first_text(sent, "intent")[:60],
            next_path=way_onward(first_text(sent, "next")),
            why=first_text(sent, "why")[:20],
            by=by if by in WAYS else "",
            abroad="1" if first_text(sent, "cross_border") else "",
        )

    def fields(self) -> dict[str, str]:
        """Those that say something, by the names that forms and addresses give them."""
        next_path = "" if self.next_path == "/" else self.next_path
        named = {
            "at": self.at, "intent": self.intent, "next": next_path, "why": self.why, "by": self.by, "cross_border": self.abroad,
        }  # fmt: skip
        return {name: text for name, text in named.items() if text}

    def path(self, **more: str) -> str:
        """The sign-in page in this state."""
        kept = {name: text for name, text in (self.fields() | more).items() if text}
        return "/sign-in" + ("?" + urlencode(kept) if kept else "")


def keyboard(by: str, *, takes_phones: bool) -> str:
    """Which keys come up first: a phone's for readers of Chinese, unless they chose the other."""
    if not takes_phones:
        return "email"
    return by or ("email" if language.get() not in LIKELY or language.get() == "en" else "phone")


def regions_of(time_zone: str, accept_language: str) -> list[str]:
    return likely_regions(language.get(), time_zone, accept_language)
