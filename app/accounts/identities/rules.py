"""Which address may go, and which two members may become one."""

import re
from dataclasses import dataclass
from datetime import datetime

from app.accounts.rules import NEUTRAL_NAME
from app.foundation.i18n import LANGUAGES, N_, catalogue
from app.foundation.ids import ALPHABET
from app.foundation.refusals import Refusal

LAST_ONE = N_("这是最后一种登录方式，删了就进不来了。先加一个新的，再删它。")


@dataclass(frozen=True, slots=True)
class Standing:
    """A member as they are shown when merging is decided about."""

    id: int
    name: str
    avatar: str
    since: datetime
    addresses: tuple[str, ...]
    has: tuple[str, ...]
    is_staff: bool
    has_factors: bool

    @property
    def avatar_url(self) -> str:
        return f"/media/{self.avatar}/160.webp" if self.avatar else ""


def is_neutral(name: str) -> bool:
    """Given at joining, in whichever language, and never changed since."""
    words = (re.escape(catalogue(lang).ugettext(NEUTRAL_NAME) % {"tail": "…"}) for lang in LANGUAGES)
    return any(re.fullmatch(word.replace("…", f"[{ALPHABET}]{{4}}"), name) for word in words)


def wears_the_others(own: Standing, other: Standing) -> bool:
    """Whether name and face are taken from the one that goes: chosen ones rather than none."""
    return is_neutral(own.name) and not own.avatar and not is_neutral(other.name)


def check_removable(others: int) -> None:
    """`others` are the further addresses and accounts by which the member can still come in."""
    if others < 1:
        raise Refusal(LAST_ONE)


def check_mergeable(other: Standing) -> None:
    """Into another member goes only what the other's address alone opens anyway."""
    if other.is_staff:
        raise Refusal(N_("那是平台运营的账号，不能并进别的账号。"))
    if other.has_factors:
        raise Refusal(N_("那个账号开了两步验证，不能并到这里。请反过来：登录那个账号，再把这个并过去。"))


def masked(kind: str, address: str) -> str:
    """Enough to be recognised by its owner: 138****8000, l***@people.test."""
    if kind == "phone":
        return f"{address[:-8]}****{address[-4:]}"
    name, _, host = address.partition("@")
    return f"{name[:1]}***@{host}"
