"""The database's clock rules: one SQL function, app_now(), that development and tests may shift."""

from datetime import datetime, timedelta

from app.foundation.database import execute, value
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from app.settings import settings


async def now() -> datetime:
    """The moment that every deadline is held against; aware, in UTC."""
    return await value("select app_now()")


async def shift(by: timedelta) -> None:
    """Move the clock by so much more; only where the settings don't say production."""
    if settings.is_production:
        raise Refusal(N_("正式环境的时钟不能拨动。"))
    await execute(
        """insert into clock_shift as s (shift) values ({})
        on conflict (only_row) do update set shift = s.shift + excluded.shift""",
        by,
    )
