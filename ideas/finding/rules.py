"""Pure parts of the lists: which orders and groups there are, and the keys that pages begin after."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from app.foundation.i18n import N_
from app.foundation.ids import ALPHABET
from ideas.rules import ADOPTED, LISTED, VOTABLE

T = TypeVar("T")
PAGE = 24

ORDERS = {
    "rising": ("rising", N_("上升最快")),
    "best": ("best", N_("最受欢迎")),
    "newest": ("published_at", N_("最新")),
    "votes": ("ranked_votes", N_("得票最多")),
}
GROUPS: dict[str, tuple[tuple[str, ...], str]] = {
    "": (LISTED, N_("全部")),
    "voting": (VOTABLE, N_("可以投票")),
    "adopted": (ADOPTED, N_("已采纳")),
    "declined": (("declined",), N_("未采纳")),
    "expired": (("expired",), N_("已存档")),
}
# How idea_terms holds a group: kept by the database with every step of an idea.
MARKS = {group: f"={group or 'listed'}" for group in GROUPS}

# The places on the first page that belong to new ideas, from 0, and who counts as one.
FRESH_PLACES = (5, 11, 17, 23)
FRESH_ORDERS = ("rising", "best")
YOUNG = timedelta(days=3)
LITTLE_SEEN = 10  # votes

# What stands in any sentence about a wish tells no two ideas apart.
FILLERS = frozenset(
    re.findall(
        r"\S+",
        "我想 想要 想有 要一 一个 个能 一款 一种 能不 不能 能够 可以 以的 的时 时候 有没 没有 就好 好了 了的 希望 有个"
        " an the that which with for and to of my it is in on want",
    )
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_KEY = re.compile(rf"(-?[0-9][0-9.eE+-]{{0,30}})~([{ALPHABET}]{{6,12}})")


@dataclass(frozen=True, slots=True)
class Key:
    """Where one page ends and the next begins: the order's value, then the public id."""

    value: float | int | datetime
    public_id: str


def challenge_mark(challenge: int | None) -> str:
    return f"/{challenge}" if challenge else ""


def phase_mark(phase: int | None) -> str:
    return f"/p{phase}" if phase else ""


def interleaved(ideas: Sequence[T], fresh: Sequence[T]) -> list[T]:
    """The list with the new ones at their places among it; a short list has them at its end."""
    mixed = list(ideas)
    for place, one in zip(FRESH_PLACES, fresh, strict=False):
        mixed.insert(place, one)
    return mixed


def written(key: Key) -> str:
    value = key.value
    if isinstance(value, datetime):
        value = (value - _EPOCH) // timedelta(microseconds=1)
    return f"{value!r}~{key.public_id}"


def read_key(order: str, text: str) -> Key | None:
    """None for what is no key of ours: such an address shows the first page."""
    found = _KEY.fullmatch(text)
    if found is None:
        return None
    try:
        if order in ("rising", "best"):
            value = float(found[1])
            return Key(value, found[2]) if math.isfinite(value) else None
        whole = int(found[1])
        if order == "newest":
            return Key(_EPOCH + timedelta(microseconds=whole), found[2])
        return Key(whole, found[2]) if abs(whole) < 2**31 else None
    except (ValueError, OverflowError):
        return None
