"""Phone numbers as people type them: read without asking for a country, kept as E.164, shown in international form."""

import re
from collections.abc import Iterable

import phonenumbers
from babel.core import get_global
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal

# A number without + is tried in these, in this order, after where the browser says it is.
LIKELY = {
    "zh-Hans": ("CN", "HK", "SG", "MY", "MO", "TW"),
    "zh-Hant": ("TW", "HK", "MO", "SG", "MY", "CN"),
    "en": ("SG", "HK", "MY", "CN", "TW", "MO"),
}
AT_HOME = frozenset(LIKELY["zh-Hans"])
_TEXTED = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
_ON_THE_MAINLAND = re.compile(r"1[3-9]\d{9}")
_PHONE_LIKE = re.compile(r"\+?[\d\s().\-/·]+")

UNREADABLE = N_("这不像一个手机号。港澳台和海外号码，前面加 + 和区号。")
NO_MOBILE = N_("这个号码收不到短信，请填手机号。")


def looks_like_phone(text: str) -> bool:
    return bool(_PHONE_LIKE.fullmatch(text))


def likely_regions(lang: str, time_zone: str = "", tags: str = "") -> list[str]:
    """Where the browser's clock stands, what its languages name (zh-HK, en-SG), then where readers of `lang` live."""
    clock = get_global("zone_territories").get(time_zone, "")
    named = [found.upper() for found in re.findall(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?-([A-Za-z]{2})\b", tags[:200])]
    wanted = [clock, *named, *LIKELY.get(lang, LIKELY["zh-Hans"])]
    return [region for region in dict.fromkeys(wanted) if region in phonenumbers.SUPPORTED_REGIONS]


def read_phone(text: str, regions: Iterable[str]) -> str:
    """The number in E.164; a Refusal in a sentence where it is none, or can't be sent a message."""
    digits = re.sub(r"[^\d+]", "", text)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if digits.startswith("+"):
        return _checked(_parsed(digits, None))
    if _ON_THE_MAINLAND.fullmatch(digits):
        regions = ("CN", *regions)
    found = [number for region in regions if (number := _parsed(digits, region)) is not None]
    texted = next((one for one in found if phonenumbers.number_type(one) in _TEXTED), None)
    return _checked(texted or (found[0] if found else None))


def _parsed(digits: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _checked(number: phonenumbers.PhoneNumber | None) -> str:
    if number is None:
        raise Refusal(UNREADABLE)
    if phonenumbers.number_type(number) not in _TEXTED:
        raise Refusal(NO_MOBILE)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def shown_phone(e164: str) -> str:
    """+86 138 0013 8000"""
    number = _parsed(e164, None)
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL) if number else e164


def region_of(e164: str) -> str:
    """The country it belongs to; "" where that can't be told."""
    number = _parsed(e164, None)
    return (phonenumbers.region_code_for_number(number) or "") if number else ""
