"""Parameters of a notice: kept as plain JSON, read again as the amounts, times and words they were."""

import json
from datetime import date, datetime
from typing import Any

from app.foundation.i18n import gettext
from app.foundation.money import Money
from app.web.formats import day, moment, number


class Said(str):
    """A gettext message as a parameter, translated for whoever reads it."""


def _plain(one: Any) -> Any:
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


def _shown(one: Any) -> str:
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
        case int():
            return number(one)
    return str(one)


def shown(params: str | dict[str, Any]) -> dict[str, str]:
    kept = json.loads(params) if isinstance(params, str) else params
    return {name: _shown(one) for name, one in kept.items()}
