"""A deadline is told by the reader's clock, and by the brand's where that shows another hour."""

from datetime import UTC, datetime

from app.foundation.i18n import speaking
from app.web.formats import moment, moment_there

AT = datetime(2026, 12, 31, 12, 0, tzinfo=UTC)


def test_the_brands_clock_is_told_only_where_it_differs() -> None:
    with speaking("zh-Hans", "Asia/Taipei"):
        assert moment_there(AT, "Asia/Shanghai") == ""
        assert "21:00" in moment_there(AT, "Asia/Tokyo") and "20:00" in moment(AT)


def test_the_readers_clock_is_left_as_it_was() -> None:
    with speaking("zh-Hans", "America/New_York"):
        moment_there(AT, "Asia/Shanghai")
        assert moment(AT).startswith("2026年12月31日 07:00")
