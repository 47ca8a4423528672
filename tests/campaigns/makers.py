"""Campaigns, tiers and pledges for tests, in the state that a test begins with."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.database import execute, insert, row
from app.foundation.ids import new_id
from campaigns.pledging.actions import pay_pledge, promise_pledge, start_pledge
from campaigns.pledging.forms import PledgeForm
from campaigns.pledging.rules import AT_ONCE, CHARGE_PLANS
from campaigns.pledging.steps import step_pledge
from campaigns.tables import Campaign
from campaigns.tiers.tables import Item, ShippingZone, Tier, TierItem, TierShipping
from tests.people import make_brand, make_member

# The states on the way to one, from started on; those of a wallet's pledge begin with paid instead of promised and due.
WAYS = {
    "due": ("due",),
    "failing": ("due", "failing"),
    "dropped": ("due", "failing", "dropped"),
    "collected": ("due", "collected"),
    "released": ("released",),
    "cancelled": ("cancelled",),
    "expiring": ("expiring",),
    "expired": ("expiring", "expired"),
    "refunded": ("refunded",),
}


async def anyone_new(name: str = "") -> Viewer:
    return await make_member(name, email=f"{new_id()}@people.test")


async def make_campaign(
    *,
    brand: dict[str, Any] | None = None,
    state: str = "live",
    currency: str = "CNY",
    goal: int = 100_000,
    lasts: timedelta = timedelta(days=30),
    funding: str = "all_or_nothing",
    idea: int | None = None,
    title: str = "折叠台灯",
) -> dict[str, Any]:
    """A brand of its own unless given; `lasts` from now on, also into the past."""
    brand = brand or await make_brand(await anyone_new("品牌主人"), name=f"造物社 {new_id()}")
    now = await clock.now()
    return await insert(
        Campaign, brand=brand["id"], idea=idea, created_by=brand["created_by"], title=title, summary="能折进书包的台灯",
        story="## 为什么做\n\n宿舍的桌子太小。", currency=currency, goal=goal, funding=funding, deadline=now + lasts, state=state,
        launched_at=now, fee_percent=5,
    )  # fmt: skip


async def make_tier(
    campaign: dict[str, Any],
    *,
    title: str = "一盏",
    price: int = 1990,
    shipping: int = 0,
    cap: int | None = None,
    per_backer: int = 10,
    items: Sequence[tuple[str, str]] = (("physical", "台灯"),),
    deliver_month: date = date(2027, 6, 1),
    **more: Any,
) -> dict[str, Any]:
    """`items` are (kind, title); `shipping` is what one place costs wherever it goes; `more`: further columns."""
    tier = await insert(
        Tier, campaign=campaign["id"], title=title, price=price, cap=cap, per_backer=per_backer, deliver_month=deliver_month,
        **more,
    )  # fmt: skip
    for position, (kind, what) in enumerate(items):
        item = await insert(Item, campaign=campaign["id"], kind=kind, title=what, position=position)
        await insert(TierItem, tier=tier["id"], item=item["id"], position=position)
    if shipping:
        zone = await insert(ShippingZone, campaign=campaign["id"], title="各地", countries=["*"])
        await insert(TierShipping, tier=tier["id"], zone=zone["id"], price=shipping)
    return tier


def pledge_form(tier: dict[str, Any], *, quantity: int = 1, method: str = "card", request_key: str = "") -> PledgeForm:
    return PledgeForm(tier=tier["public_id"], quantity=quantity, method=method, request_key=request_key or new_id())


async def make_pledge(
    campaign: dict[str, Any],
    tier: dict[str, Any],
    backer: Viewer | None = None,
    *,
    quantity: int = 1,
    method: str = "card",
    state: str = "promised",
) -> dict[str, Any]:
    """Started by the real verb, then led to `state`; a campaign's own state is not looked at beyond the start."""
    backer = backer or await anyone_new()
    pledge = await start_pledge(backer, campaign, pledge_form(tier, quantity=quantity, method=method))
    if state not in ("started", "expiring", "expired"):
        await (pay_pledge if CHARGE_PLANS[method] == AT_ONCE else promise_pledge)(pledge["id"])
    for step in WAYS.get(state, ()):
        if not (CHARGE_PLANS[method] == AT_ONCE and step == "due"):
            assert await step_pledge(pledge["id"], step)
    return await fresh_pledge(pledge)


async def fresh_pledge(pledge: dict[str, Any]) -> dict[str, Any]:
    found = await row("select * from pledge where id = {}", pledge["id"])
    assert found is not None
    return found


async def end_now(campaign: dict[str, Any]) -> None:
    """Its deadline has just passed."""
    await execute("update campaign set deadline = app_now() - interval '1 second' where id = {}", campaign["id"])
