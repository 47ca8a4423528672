"""Addresses of people without an account are kept only as long as there may be something to tell them."""

from app.community.reporting.telling import forget_addresses
from app.foundation.sweeps import sweep


@sweep("old_report_addresses")
async def forget_old_addresses() -> None:
    await forget_addresses()
