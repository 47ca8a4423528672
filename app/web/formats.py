"""How pages show amounts, numbers and times: in the reader's language and zone, with their unit."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_timedelta
from babel.numbers import format_compact_decimal, format_decimal

from app.foundation.i18n import LOCALES, N_, gettext, language, locale, ngettext, translate, zone
from app.foundation.money import SIGNS, Money


def money(amount: int | Money, currency: str = "") -> str:
    return str(amount if isinstance(amount, Money) else Money(amount, currency))


def number(count: int) -> str:
    return _number(count, language.get())


@lru_cache(maxsize=10_000)
def _number(count: int, lang: str) -> str:
    """A list shows the same few numbers again and again, and each takes as long as ten lines of its template."""
    return format_decimal(count, locale=LOCALES[lang])


def short_number(count: int) -> str:
    """1,280 stays; 12.8 万, 12.8K beyond five digits."""
    return number(count) if count < 100_000 else format_compact_decimal(count, locale=locale(), fraction_digits=1)


def moment(at: datetime) -> str:
    """With day, time and zone: 2026年12月31日 20:00 (GMT+8)."""
    local = at.astimezone(zone.get())
    hours = local.strftime("%z")
    offset = f"GMT{hours[0]}{int(hours[1:3])}" + (f":{hours[3:]}" if hours[3:] != "00" else "")
    return f"{format_date(local, 'long', locale=locale())} {local:%H:%M} ({offset})"


def moment_there(at: datetime, there: str) -> str:
    """The moment by another zone's clock; "" where that shows the same hour as the reader's."""
    other = ZoneInfo(there)
    if at.astimezone(other).utcoffset() == at.astimezone(zone.get()).utcoffset():
        return ""
    before = zone.set(other)
    try:
        return moment(at)
    finally:
        zone.reset(before)


def day(at: datetime | date) -> str:
    local = at.astimezone(zone.get()) if isinstance(at, datetime) else at
    return format_date(local, "long", locale=locale())


def month(at: date) -> str:
    return format_date(at, translate(N_("yyyy年M月")), locale=locale())


def ago(at: datetime, now: datetime) -> str:
    return format_timedelta(at - now, add_direction=True, locale=locale())


def left(until: datetime, now: datetime) -> str:
    """还有 3 天 / 还有 5 小时 / 已结束."""
    rest = until - now
    if rest <= timedelta(0):
        return translate(N_("已结束"))
    minutes = int(rest.total_seconds() // 60)
    if minutes >= 48 * 60:
        return ngettext("还有 %(n)s 天", "还有 %(n)s 天", minutes // 1440) % {"n": minutes // 1440}
    if minutes >= 120:
        return ngettext("还有 %(n)s 小时", "还有 %(n)s 小时", minutes // 60) % {"n": minutes // 60}
    return ngettext("还有 %(n)s 分钟", "还有 %(n)s 分钟", max(minutes, 1)) % {"n": max(minutes, 1)}


def input_moment(at: datetime | None) -> str:
    """The value of a datetime-local input, in the reader's zone."""
    return at.astimezone(zone.get()).strftime("%Y-%m-%dT%H:%M") if at else ""


def percent(part: int, whole: int) -> int:
    return part * 100 // whole if whole > 0 else 0


FILTERS: dict[str, Any] = {
    "money": money, "sign": SIGNS.__getitem__, "number": number, "short_number": short_number,
    "moment": moment, "moment_there": moment_there,
    "day": day, "month": month,
    "said": gettext, "ago": ago, "left": left, "input_moment": input_moment,
}  # fmt: skip
