"""What is promised for a month that is over is not sold any more."""

from app.foundation.database import rows
from app.foundation.sweeps import sweep


@sweep("campaigns.4_late")
async def end_overdue_prices() -> None:
    await rows(
        """update tier t set late_price = null from campaign c where c.id = t.campaign and t.late_price is not null
        and c.late_opened_at is not null and t.deliver_month < date_trunc('month', app_now())"""
    )
