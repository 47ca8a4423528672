"""Where parcels can go: ISO 3166 codes, those that most backers live in first; names come from CLDR."""

from babel.core import Locale

from app.foundation.i18n import locale

FIRST = ("CN", "HK", "TW", "MO", "SG", "MY", "US", "CA", "GB", "AU", "JP")
# CLDR also names regions, former countries and placeholders.
_NO_COUNTRY = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}


def _all() -> tuple[str, ...]:
    known = [str(code) for code in Locale.parse("en").territories]
    return tuple(sorted(code for code in known if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY))


COUNTRIES = (*FIRST, *(code for code in _all() if code not in FIRST))


def country_options() -> list[tuple[str, str]]:
    """(code, name in the reader's language) for a select."""
    names = _names()
    rest = sorted((code for code in COUNTRIES if code not in FIRST), key=lambda code: names.get(code, code))
    return [(code, names.get(code, code)) for code in (*FIRST, *rest)]


def country_name(code: str) -> str:
    return _names().get(code, code)


def _names() -> dict[str, str]:
    """CLDR's, but for the two that people there write shorter on a parcel."""
    names = dict(locale().territories)
    return names | {"HK": "香港", "MO": "澳門"} if locale().script == "Hant" else names
