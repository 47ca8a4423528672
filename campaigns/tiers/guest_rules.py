"""Reading a pasted list of people: e-mails and phones out of whatever stands around them, and what was not understood. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.accounts.addresses import read_address
from app.foundation.refusals import Refusal

MOST_LINES = 5_000
MOST_GUESTS = 20_000
LONGEST_LINE = 400
_BETWEEN = re.compile(r"[,;\t|，；、]+")
_BRACKETED = re.compile(r"[<(（【\[]([^<>()（）【】\[\]]+)[>)）】\]]")
_EMAIL = re.compile(r"[^\s<>,;，；、]+@[^\s<>,;，；、]+")
_PHONE = re.compile(r"\+?\d[\d\s().\-·]{5,}\d")
_DIGITS = re.compile(r"\d")
LEAST_DIGITS = 6  # so many look like a phone, even where they are none


@dataclass(frozen=True, slots=True)
class Read:
    """`found`: (kind, address) as an identity keeps them, each once; `unread`: (number of the line, what stands there)."""

    found: tuple[tuple[str, str], ...]
    unread: tuple[tuple[int, str], ...]


def read_guests(text: str, regions: Sequence[str] = ()) -> Read:
    """A line may hold a name, an e-mail and a phone; whatever looks like an address and is none is reported."""
    found: dict[tuple[str, str], None] = {}
    unread = []
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip()[:LONGEST_LINE]
        if not line:
            continue
        here, broken = _line(line, regions)
        found |= dict.fromkeys(here)
        if broken or not here:
            unread.append((number, line))
    return Read(tuple(found), tuple(unread))


def _line(line: str, regions: Sequence[str]) -> tuple[list[tuple[str, str]], bool]:
    here, broken = [], False
    for piece in _pieces(line):
        address = _address(piece, regions)
        if address is not None:
            here.append(address)
        elif "@" in piece or len(_DIGITS.findall(piece)) >= LEAST_DIGITS:
            broken = True
    return here, broken


def _pieces(line: str) -> Iterable[str]:
    """Between separators; out of brackets; an address beside a name."""
    for piece in _BETWEEN.split(line):
        inner = _BRACKETED.findall(piece)
        for one in [*inner, _BRACKETED.sub(" ", piece)] if inner else [piece]:
            emails = _EMAIL.findall(one)
            phones = _PHONE.findall(_EMAIL.sub(" ", one))
            yield from [*emails, *phones] or [one.strip()]


def _address(piece: str, regions: Sequence[str]) -> tuple[str, str] | None:
    try:
        found = read_address(piece.strip(" .。:：\"'"), regions)
    except Refusal:
        return None
    return found.kind, found.text
