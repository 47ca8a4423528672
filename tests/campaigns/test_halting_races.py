"""Suspending races with orders and with the deadline: the campaign's lock decides who was first."""

import asyncio
from datetime import timedelta
from typing import Any

from app.foundation.database import row, value
from app.foundation.refusals import Refusal
from campaigns.closing import close_campaign
from campaigns.halting.actions import suspend_campaign
from campaigns.pledging.actions import start_pledge
from tests.campaigns.makers import anyone_new, make_campaign, make_tier, pledge_form
from tests.people import make_member

WHY = "正在核实样品图"


async def now_of(campaign: dict[str, Any]) -> dict[str, Any]:
    found = await row("select * from campaign where id = {}", campaign["id"])
    assert found is not None
    return found


async def test_no_order_slips_past_a_suspension(committed_db: str) -> None:
    """Those that came before are closed with it, those after it are refused: none is left waiting for its money."""
    campaign, staff = await make_campaign(), await make_member(staff=True)
    tier = await make_tier(campaign, cap=100)
    backers = [await anyone_new() for _ in range(16)]
    tries = [start_pledge(one, campaign, pledge_form(tier)) for one in backers]
    done = await asyncio.gather(*tries[:8], suspend_campaign(staff, campaign, WHY), *tries[8:], return_exceptions=True)
    assert all(one is None or isinstance(one, (dict, Refusal)) for one in done), done
    assert await value("select count(*) from pledge where state = 'started'") == 0
    assert await value("select count(*) from pledge where state = 'expiring'") == sum(isinstance(one, dict) for one in done)


async def test_at_the_deadline_it_is_decided_or_suspended_never_both(committed_db: str) -> None:
    staff = await make_member(staff=True)
    for _ in range(6):
        campaign = await make_campaign(goal=1000, lasts=timedelta(seconds=0.05))
        await asyncio.sleep(0.04)
        await asyncio.gather(
            close_campaign(campaign["id"]),
            suspend_campaign(staff, campaign, WHY),
            close_campaign(campaign["id"]),
            return_exceptions=True,
        )
        now = await now_of(campaign)
        assert (now["decided_total"] is None) == (now["state"] in ("suspended", "live")), now["state"]
