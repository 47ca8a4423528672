"""The brand's verbs: prices for late pledges, opening them, closing them."""

from datetime import datetime
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import execute, row, rows, sole_lock, transaction
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from campaigns.announcing.many import tell_later
from campaigns.late.forms import LateForm
from campaigns.late.rules import check_dated, check_may_open, check_may_prepare, check_until, read_price
from campaigns.rules import takes_late
from campaigns.waiting.offering import places_freed


async def save_late(viewer: Viewer, campaign: dict[str, Any], form: LateForm) -> bool:
    """Prices and end, and with `opening` the opening itself. Whether late pledges have begun by it.

    Alone on the campaign: no pledge is made by the old price while the new one is written.
    """
    async with transaction():
        now = await _held(campaign["id"])
        check_may_prepare(now["state"])
        tiers = await rows("select * from tier where campaign = {} order by id for no key update", campaign["id"])
        for tier in tiers:
            if tier["public_id"] in form.prices:
                await _price(tier, form.prices[tier["public_id"]], now["currency"], now["now"])
        if form.opening:
            await _open(now, tiers, form.until)
        elif takes_late(now):
            check_until(form.until, now["now"])
            await execute("update campaign set late_closed_at = {} where id = {}", form.until, campaign["id"])
        return form.opening


async def _held(campaign_id: int) -> dict[str, Any]:
    await sole_lock("campaign", campaign_id)
    found = await row("select *, app_now() as now from campaign where id = {} for update", campaign_id)
    assert found is not None
    return found


async def _price(tier: dict[str, Any], typed: str, currency: str, now: datetime) -> None:
    price = read_price(tier, typed, currency)
    if price is not None:
        check_dated(tier, now)
    if price != tier["late_price"]:
        await execute("update tier set late_price = {} where id = {}", price, tier["id"])


async def _open(campaign: dict[str, Any], tiers: list[dict[str, Any]], until: datetime | None) -> None:
    check_may_open(campaign["state"], is_open=takes_late(campaign))
    check_until(until, campaign["now"])
    if not await row("select 1 from tier where campaign = {} and late_price is not null and not is_add_on", campaign["id"]):
        raise Refusal(N_("先给至少一个档位填上补筹价。"))
    await execute("update campaign set late_opened_at = app_now(), late_closed_at = {} where id = {}", until, campaign["id"])
    await places_freed(tier["id"] for tier in tiers)  # whoever waited comes first
    await tell_later("late_opened", campaign["id"])


async def close_late(viewer: Viewer, campaign: dict[str, Any]) -> None:
    """Whoever is just paying for a place that is held may finish."""
    async with transaction():
        now = await _held(campaign["id"])
        if not takes_late(now):
            raise Refusal(N_("补筹没有开着。"))
        await execute("update campaign set late_closed_at = app_now() where id = {}", campaign["id"])
