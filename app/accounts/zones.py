"""Time zones offered for choosing: where our people live first."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location

from app.foundation.i18n import locale

OFFERED = (
    "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Macau", "Asia/Singapore", "Asia/Kuala_Lumpur",
    "Asia/Tokyo", "Asia/Seoul", "Asia/Bangkok", "Asia/Jakarta", "Asia/Dubai",
    "Australia/Sydney", "Australia/Perth", "Pacific/Auckland", "Europe/London", "Europe/Paris", "Europe/Berlin",
    "Europe/Rome", "Europe/Madrid", "Europe/Moscow", "America/New_York", "America/Toronto", "America/Chicago",
    "America/Denver", "America/Los_Angeles", "America/Vancouver", "America/Sao_Paulo", "Africa/Johannesburg", "UTC",
)  # fmt: skip


def zone_options(now: datetime, chosen: str) -> list[tuple[str, str]]:
    """Pairs for a select, with the hours they are ahead now; the one in use is there in any case."""

    names = OFFERED if chosen in OFFERED else (chosen, *OFFERED)
    return [(name, _words(name, now.astimezone(ZoneInfo(name)))) for name in names]


def _words(name: str, at: datetime) -> str:
    return f"{get_timezone_location(name, locale=locale(), return_city=True)} (GMT{_hours(at)})" if name != "UTC" else name


def _hours(at: datetime) -> str:
    text = at.strftime("%z")
    return f"{text[0]}{int(text[1:3])}" + (f":{text[3:5]}" if text[3:5] != "00" else "")
