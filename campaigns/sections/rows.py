"""Sections that are rows: what was typed, row by row under `<field>-<key>`, in the order of `rows`: pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.foundation.i18n import N_, translate
from app.foundation.money import Money
from app.web.fields import Amount, Choice, Field, FieldError, Line, Month, Prose

Values = dict[str, Any]

FIELDS: dict[str, dict[str, Field]] = {
    "timeline": {"month": Month(), "title": Line(60), "text": Prose(300, least=0), "done": Choice(("", "1"), default="")},
    "budget": {"title": Line(40), "amount": Amount("CNY"), "text": Line(120, least=0)},
    "team": {"member": Line(12, least=0), "title": Line(40, least=0), "text": Prose(200, least=0)},
    "faq": {"title": Line(120), "text": Prose(1500)},
}
MOST = {"timeline": 20, "budget": 20, "team": 12, "faq": 30}
BLANK = {"timeline": 3, "budget": 3, "team": 1, "faq": 1}
FIRST_YEAR, LAST_YEAR = 2000, 2099

_KEY = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Part:
    """One row as it is kept; `member` is a public id, and `key` where it stood in the form."""

    key: str
    title: str = ""
    text: str = ""
    month: date | None = None
    is_done: bool = False
    amount: int | None = None
    member: str = ""


@dataclass(slots=True)
class Reading:
    parts: list[Part] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)


def typed_rows(kind: str, sent: Mapping[str, list[Any]]) -> Values:
    """What a form sent, without anything that it doesn't ask for."""
    keys = [one for one in dict.fromkeys(sent.get("rows", [])) if isinstance(one, str) and _KEY.fullmatch(one)][: MOST[kind]]
    values: Values = {"rows": keys}
    for key in keys:
        for name in FIELDS[kind]:
            typed = [one for one in sent.get(f"{name}-{key}", []) if isinstance(one, str)]
            values[f"{name}-{key}"] = typed[-1] if typed else ""
    return values


def arranged(kind: str, values: Values, do: str) -> Values:
    """After one of the form's own buttons: one more row, one moved, one gone."""
    deed, _, key = do.partition(":")
    keys = list(values["rows"])
    if deed == "more" and len(keys) < MOST[kind]:
        return values | _blank_row(kind, keys)
    if key not in keys:
        return values
    at = keys.index(key)
    if deed == "drop":
        del keys[at]
    to = at + {"up": -1, "down": 1}.get(deed, 0)
    if deed in ("up", "down") and 0 <= to < len(keys):
        keys[at], keys[to] = keys[to], keys[at]
    return values | {"rows": keys}


def _blank_row(kind: str, keys: list[str]) -> Values:
    key = str(next(n for n in range(1000) if str(n) not in keys))
    return {"rows": [*keys, key]} | {f"{name}-{key}": "" for name in FIELDS[kind]}


def shown_rows(kind: str, parts: Sequence[Mapping[str, Any]], currency: str) -> Values:
    """The rows that are kept, and as many empty ones as invite to begin."""
    values: Values = {"rows": []}
    for part in parts:
        key = str(len(values["rows"]))
        values["rows"].append(key)
        values |= {f"{name}-{key}": _as_typed(name, part, currency) for name in FIELDS[kind]}
    for _ in range(max(BLANK[kind] - len(parts), 0)):
        values |= _blank_row(kind, values["rows"])
    return values


def _as_typed(name: str, part: Mapping[str, Any], currency: str) -> str:
    if name == "month":
        return f"{part['month']:%Y-%m}"
    if name == "amount":
        return f"{Money(part['amount'], currency).major:f}".removesuffix(".00")
    if name == "done":
        return "1" if part["is_done"] else ""
    return part["member_id"] or "" if name == "member" else part[name]


def is_blank(kind: str, values: Values, key: str) -> bool:
    return not any(values[f"{name}-{key}"].strip() for name in FIELDS[kind])


def read_rows(kind: str, values: Values, currency: str) -> Reading:
    """Rows in which nothing stands are none."""
    reading = Reading()
    fields = FIELDS[kind] | ({"amount": Amount(currency)} if kind == "budget" else {})
    for key in values["rows"]:
        if not is_blank(kind, values, key):
            _read_row(kind, fields, values, key, reading)
    if kind == "timeline":
        reading.parts.sort(key=lambda part: part.month or date.max)
    return reading


def _read_row(kind: str, fields: dict[str, Field], values: Values, key: str, reading: Reading) -> None:
    found: dict[str, Any] = {}
    for name, reader in fields.items():
        try:
            found[name] = reader.read([values[f"{name}-{key}"]])
        except FieldError as error:
            reading.errors[f"{name}-{key}"] = str(error)
    if wrong := _wrong_in(kind, found, reading):
        name, sentence = wrong
        reading.errors.setdefault(f"{name}-{key}", translate(sentence))
    if not any(f"{name}-{key}" in reading.errors for name in fields):
        reading.parts.append(_part(key, found))


def _wrong_in(kind: str, found: dict[str, Any], reading: Reading) -> tuple[str, str] | None:
    month: date | None = found.get("month")
    if month and not FIRST_YEAR <= month.year <= LAST_YEAR:
        return "month", N_("年份要在 2000 到 2099 之间。")
    if kind == "team" and not found.get("member") and not found.get("title"):
        return "title", N_("从名单里选一个人，或者写上名字。")
    if kind == "team" and found.get("member") and any(part.member == found["member"] for part in reading.parts):
        return "member", N_("这个人已经写过了。")
    return None


def _part(key: str, found: dict[str, Any]) -> Part:
    amount = found.get("amount")
    return Part(
        key=key, title="" if found.get("member") else found["title"], text=found["text"], month=found.get("month"),
        is_done=bool(found.get("done")), amount=amount.amount if amount else None, member=found.get("member", ""),
    )  # fmt: skip
