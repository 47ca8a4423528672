"""Two at once on the same change, or on the same tiers: one after the other, and places stay what pledges hold."""

import asyncio
from datetime import timedelta
from typing import Any

from app.foundation.database import engine, rows, transaction
from campaigns.changing.actions import apply_change, end_change
from campaigns.changing.places import lock_tiers
from campaigns.late.actions import save_late
from campaigns.late.forms import LateForm
from campaigns.tiers.actions import move_tier
from tests.campaigns.changing import change, places_held, places_taken
from tests.campaigns.makers import anyone_new, fresh_pledge, make_campaign, make_pledge, make_tier

PAUSE = 0.3


async def test_a_change_that_is_just_ending_is_not_applied(committed_db: str) -> None:
    campaign = await make_campaign(lasts=timedelta(days=5))
    tier = await make_tier(campaign, cap=3)
    pledge = await make_pledge(campaign, tier, method="alipay", state="paid")
    held = await change(pledge, quantity=3)
    assert held["state"] == "held"
    async with transaction():
        assert await end_change(held["id"], "hold_over")
        applying = asyncio.create_task(_alone(apply_change(held["id"])))
        await asyncio.sleep(PAUSE)
    assert await applying is False
    assert (await fresh_pledge(pledge))["quantity"] == 1
    assert await places_taken() == await places_held() == {tier["id"]: 1}


async def _alone(doing: Any) -> Any:
    """On a connection of its own: a task takes its maker's transaction along."""
    engine().current_transaction.set(None)
    return await doing


async def _beside_whoever_takes_both(first: dict[str, Any], second: dict[str, Any], doing: Any) -> None:
    """As an order with both does: the lower id, meanwhile `doing`, then the other."""
    async with transaction():
        await lock_tiers([first["id"]])
        other = asyncio.create_task(_alone(doing))
        await asyncio.sleep(PAUSE)
        await lock_tiers([second["id"]])
    await other


async def test_tiers_are_put_in_another_order_while_somebody_takes_places_of_two(committed_db: str) -> None:
    campaign = await make_campaign()
    first, second = await make_tier(campaign, cap=5, position=0), await make_tier(campaign, title="两盏", cap=5, position=1)
    await _beside_whoever_takes_both(first, second, move_tier(campaign, second, up=True))
    assert await rows("select id from tier order by position") == [{"id": second["id"]}, {"id": first["id"]}]


async def test_late_prices_are_written_while_places_of_two_tiers_go_free(committed_db: str) -> None:
    campaign, brand = await make_campaign(), await anyone_new()
    first, second = await make_tier(campaign, cap=5, position=1), await make_tier(campaign, title="两盏", cap=5, position=0)
    prices = LateForm(prices={first["public_id"]: "29", second["public_id"]: "39"})
    await _beside_whoever_takes_both(first, second, save_late(brand, campaign, prices))
    assert await rows("select late_price from tier order by id") == [{"late_price": 2900}, {"late_price": 3900}]
