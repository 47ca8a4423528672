"""Parameters of a notice: kept as plain JSON, read again as the amounts, times and words they were."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.accounts.queries import neutral_name
from app.foundation.database import rows
from app.foundation.i18n import N_, gettext
from app.foundation.money import Money
from app.web.formats import day, moment, number


class Said(str):
    """A gettext message as a parameter, translated for whoever reads it."""


class Named(int):
    """A member as a parameter: their name is looked up whenever it is shown, and ends with them."""


GONE = N_("已注销的成员")


def _plain(one: Any) -> Any:
    if isinstance(one, Named):
        return {"member": int(one)}
    if isinstance(one, list):
        return {"each": [str(text) for text in one]}
    if isinstance(one, Money):
        return {"money": [one.amount, one.currency]}
    if isinstance(one, datetime):
        return {"moment": one.isoformat()}
    if isinstance(one, date):
        return {"day": one.isoformat()}
    if isinstance(one, Said):
        return {"said": str(one)}
    return one if isinstance(one, int) else str(one)


def frozen(params: dict[str, Any]) -> str:
    return json.dumps({name: _plain(one) for name, one in params.items()}, ensure_ascii=False)


def _kept(params: str | dict[str, Any]) -> dict[str, Any]:
    return json.loads(params) if isinstance(params, str) else params


def frozen_notices(params: str | dict[str, Any]) -> list[int]:
    """Of a digest: the notices that it tells of."""
    return _kept(params).get("notices", [])


@dataclass(frozen=True, slots=True)
class Bearer:
    """A member's name, or the code that stands for one whose profile others don't see."""

    name: str
    code: str

    def __str__(self) -> str:
        return self.name or neutral_name(self.code)


Names = Mapping[int, Bearer]


async def names_in(each: Iterable[str | dict[str, Any]]) -> dict[int, Bearer]:
    """The names of all members that these parameters speak of, in one question; whoever is gone is not among them."""
    kept = [one for params in each for one in _kept(params).values()]
    ids = sorted({one["member"] for one in kept if isinstance(one, dict) and "member" in one})
    if not ids:
        return {}
    found = await rows(
        """select w.id, case when p.visibility = 'visible' then p.name else '' end as name, m.public_id
        from member w join member m on m.id = coalesce(w.merged_into, w.id) join member_profile p on p.member = m.id
        where w.id = any({})""",
        ids,
    )
    return {one["id"]: Bearer(one["name"], one["public_id"]) for one in found}


def _shown(one: Any, names: Names) -> str:
    """In the language and zone now set."""
    match one:
        case {"money": [amount, currency]}:
            return str(Money(amount, currency))
        case {"moment": text}:
            return moment(datetime.fromisoformat(text))
        case {"day": text}:
            return day(date.fromisoformat(text))
        case {"each": texts}:
            return gettext("、").join(texts)
        case {"said": text}:
            return gettext(text)
        case {"member": id_}:
            return str(names[id_]) if id_ in names else gettext(GONE)
        case int():
            return number(one)
    return str(one)


def shown(params: str | dict[str, Any], names: Names | None = None) -> dict[str, str]:
    """`names` as `names_in` found them."""
    return {name: _shown(one, names or {}) for name, one in _kept(params).items()}
