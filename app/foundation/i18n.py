"""Languages: zh-Hans is written in the code as the message itself; zh-Hant and en come from catalogues."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from babel.core import Locale
from babel.support import NullTranslations, Translations

from app.settings import ROOT, settings

LANGUAGES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}
DEFAULT = "zh-Hans"
LOCALES = {"zh-Hans": "zh_Hans_CN", "zh-Hant": "zh_Hant_TW", "en": "en"}

language: ContextVar[str] = ContextVar("language", default=DEFAULT)
zone: ContextVar[ZoneInfo] = ContextVar("zone", default=settings.time_zone)


def N_(message: str) -> str:
    return message


@cache
def catalogue(lang: str) -> NullTranslations:
    return Translations.load(ROOT / "app" / "locale", [LOCALES[lang]])


@cache
def _locale(lang: str) -> Locale:
    return Locale.parse(LOCALES[lang])


def locale() -> Locale:
    return _locale(language.get())


def gettext(message: str) -> str:
    return catalogue(language.get()).ugettext(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    return catalogue(language.get()).ungettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """Where another language has two words for one of ours, the context says which is meant."""
    return catalogue(language.get()).upgettext(context, message)


def translate(message: str, **params: Any) -> str:
    text = gettext(message)
    return text % params if params else text


@contextmanager
def speaking(lang: str, time_zone: str) -> Iterator[None]:
    """For a mail: the reader's language and zone instead of the present ones."""
    was_language, was_zone = language.set(lang if lang in LANGUAGES else DEFAULT), zone.set(ZoneInfo(time_zone))
    try:
        yield
    finally:
        language.reset(was_language)
        zone.reset(was_zone)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


@contextmanager
def reading(lang: str, time_zone: str) -> Iterator[None]:
    """For what is the same for all who read the same: language and zone as an address says them, where it says any we know."""
    known = time_zone if time_zone in _zones() else zone.get().key
    with speaking(lang if lang in LANGUAGES else language.get(), known):
        yield


def closest(wanted: str) -> str | None:
    """The language of ours that serves a tag like zh-HK, zh-TW, zh-CN, en-GB; None where none does."""
    parts = wanted.replace("_", "-").lower().split("-")
    if parts[0] == "en":
        return "en"
    if parts[0] in ("yue",):
        return "zh-Hant"
    if parts[0] != "zh":
        return None
    return "zh-Hant" if {"hant", "tw", "hk", "mo"} & set(parts) and "hans" not in parts else "zh-Hans"


@lru_cache(maxsize=256)
def negotiate(accept_language: str) -> str:
    """The best of our languages for an Accept-Language header."""
    weighed = []
    for position, part in enumerate(accept_language.split(",")[:20]):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            weight = 0.0
        if (lang := closest(tag)) and weight > 0:
            weighed.append((-weight, position, lang))
    return min(weighed)[2] if weighed else DEFAULT
