"""Changing a pledge: its lines and its places become what was wanted, or nothing changes at all."""

from datetime import timedelta
from typing import Any

import pytest

from app.foundation.database import execute, insert, row, rows, value
from app.foundation.refusals import NotFound, Refusal
from app.web.forms import read_values
from campaigns.changing.actions import apply_change, change_pledge, end_change
from campaigns.changing.forms import ChangeForm
from campaigns.changing.queries import open_change
from campaigns.pledging.actions import cancel_pledge, start_pledge
from campaigns.pledging.forms import PledgeForm
from campaigns.pledging.queries import lines_of
from campaigns.tiers.tables import Item, ShippingZone, Tier, TierItem, TierShipping, Variant
from tests.campaigns.changing import backer_of, change, change_form, places_held, places_taken, taken
from tests.campaigns.makers import anyone_new, end_now, fresh_pledge, make_campaign, make_pledge, make_tier, pledge_form

pytestmark = pytest.mark.usefixtures("db")


async def jobs(name: str) -> int:
    return await value("select count(*) from pgqueuer where entrypoint = {} and status = 'queued'", name)


@pytest.mark.parametrize("state", ["started", "promised"])
async def test_where_nothing_was_paid_it_is_applied_at_once(state: str) -> None:
    campaign = await make_campaign()
    small, big = await make_tier(campaign, cap=5), await make_tier(campaign, title="三盏", price=5000, cap=5)
    pledge = await make_pledge(campaign, small, quantity=2, state=state)
    made = await change(pledge, big, quantity=1)
    now = await fresh_pledge(pledge)
    assert (made["state"], made["due"], made["back"]) == ("applied", 0, 0)
    assert (now["tier"], now["quantity"], now["amount"], now["state"]) == (big["id"], 1, 5000, state)
    assert [(line["label"], line["amount"]) for line in await lines_of(pledge["id"])] == [("三盏", 5000)]
    assert (await taken(small), await taken(big)) == (0, 1)


async def test_a_swap_into_a_full_tier_leaves_the_old_place_where_it_was() -> None:
    campaign = await make_campaign()
    small, full = await make_tier(campaign, cap=1), await make_tier(campaign, title="三盏", cap=1)
    pledge = await make_pledge(campaign, small)
    await make_pledge(campaign, full)
    with pytest.raises(Refusal, match="没有名额了，你原来的还在"):
        await change(pledge, full)
    assert (await fresh_pledge(pledge))["tier"] == small["id"]
    assert await places_taken() == await places_held() == {small["id"]: 1, full["id"]: 1}


async def test_a_tier_that_somebody_waits_for_is_refused_and_a_freed_place_goes_to_its_list() -> None:
    campaign = await make_campaign()
    awaited, other = await make_tier(campaign, cap=2), await make_tier(campaign, title="别的", cap=2)
    leaves, wants = await make_pledge(campaign, awaited), await make_pledge(campaign, other)
    await execute("update tier set waiting = 1 where id = {}", awaited["id"])
    with pytest.raises(Refusal, match="有人在候补"):
        await change(wants, awaited)
    assert await jobs("offer_places") == 0
    await change(leaves, other)
    assert await jobs("offer_places") == 1


async def test_fewer_of_a_tier_that_somebody_waits_for_is_always_possible() -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, cap=3)
    pledge = await make_pledge(campaign, tier, quantity=3)
    await execute("update tier set waiting = 1 where id = {}", tier["id"])
    await change(pledge, quantity=1)
    assert await taken(tier) == 1
    assert await jobs("offer_places") == 1


async def test_places_set_aside_for_the_waitlist_are_not_free() -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, cap=3)
    pledge = await make_pledge(campaign, tier)
    await execute("update tier set offered = 2 where id = {}", tier["id"])
    with pytest.raises(Refusal, match="没有名额了"):
        await change(pledge, quantity=2)


async def test_each_backer_s_share_counts_their_other_pledges() -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, per_backer=4)
    backer = await anyone_new()
    await make_pledge(campaign, tier, backer, quantity=2)
    pledge = await make_pledge(campaign, tier, backer)
    with pytest.raises(Refusal, match="已经有 2 份"):
        await change(pledge, quantity=3)
    await change(pledge, quantity=2)
    await execute("update campaign set per_backer = 4 where id = {}", campaign["id"])
    another = await make_tier(campaign, title="别的")
    with pytest.raises(Refusal, match="每人最多 4 份"):
        await change(pledge, another, quantity=3)


async def test_a_closed_tier_keeps_whom_it_has_but_takes_no_more() -> None:
    campaign = await make_campaign()
    early = await make_tier(campaign, title="早鸟")
    pledge = await make_pledge(campaign, early, quantity=2)
    await execute("update tier set closes_at = app_now() - interval '1 hour' where id = {}", early["id"])
    with pytest.raises(Refusal, match="现在不开放"):
        await change(pledge, quantity=3)
    await change(pledge, quantity=1)
    assert (await fresh_pledge(pledge))["amount"] == 1990


async def test_a_secret_tier_is_had_by_its_link_alone() -> None:
    campaign = await make_campaign()
    pledge = await make_pledge(campaign, await make_tier(campaign))
    secret = await make_tier(campaign, title="暗号", secret=True)
    with pytest.raises(Refusal, match="只对一部分人开放"):
        await change(pledge, secret)
    await change_pledge(await backer_of(pledge), pledge["id"], await change_form(pledge, secret), opened=True)
    assert (await fresh_pledge(pledge))["tier"] == secret["id"]


async def rich_campaign() -> tuple[Any, Any, Any, list[Any]]:
    """With an add-on that is limited, a thing in two colours, and two regions."""
    campaign = await make_campaign()
    tier = await make_tier(campaign, items=())
    lamp = await insert(Item, campaign=campaign["id"], kind="physical", title="台灯", choice="颜色")
    await insert(TierItem, tier=tier["id"], item=lamp["id"])
    colours = [
        await insert(Variant, item=lamp["id"], campaign=campaign["id"], title=title, sku=title, position=n)
        for n, title in enumerate(("黑", "白"))
    ]
    bulb = await insert(
        Tier, campaign=campaign["id"], title="灯泡", price=500, cap=3, is_add_on=True, deliver_month=tier["deliver_month"]
    )
    for title, countries, price in (("大陆", ["CN"], 0), ("别处", ["*"], 1500)):
        zone = await insert(ShippingZone, campaign=campaign["id"], title=title, countries=countries)
        await insert(TierShipping, tier=tier["id"], zone=zone["id"], price=price)
    return await row("select * from campaign where id = {}", campaign["id"]), tier, bulb, colours


async def rich_pledge(campaign: Any, tier: Any, bulb: Any, colours: list[Any]) -> Any:
    form = PledgeForm(
        tier=tier["public_id"], quantity=1, method="card", request_key="a-rich-one", add_ons={bulb["public_id"]: 1},
        choices={colours[0]["public_id"]: 1}, country="CN",
    )  # fmt: skip
    return await start_pledge(await anyone_new(), campaign, form)


async def test_variants_add_ons_region_and_extra_change_together() -> None:
    campaign, tier, bulb, colours = await rich_campaign()
    pledge = await rich_pledge(campaign, tier, bulb, colours)
    assert pledge["amount"] == 2490
    await change(
        pledge, quantity=2, add_ons={bulb["public_id"]: 3}, country="JP", extra="10",
        choices={colours[0]["public_id"]: 1, colours[1]["public_id"]: 1},
    )  # fmt: skip
    now = await fresh_pledge(pledge)
    assert (now["amount"], now["country"]) == (2 * 1990 + 3 * 500 + 2 * 1500 + 1000, "JP")
    assert [line["kind"] for line in await lines_of(pledge["id"])] == ["tier", "add_on", "shipping", "extra"]
    chosen = await rows("select variant, quantity from pledge_choice where pledge = {} order by variant", pledge["id"])
    assert chosen == [{"variant": colour["id"], "quantity": 1} for colour in colours]
    assert await taken(bulb) == 3


async def test_add_ons_are_places_too() -> None:
    campaign, tier, bulb, colours = await rich_campaign()
    pledge = await rich_pledge(campaign, tier, bulb, colours)
    wanted = {"choices": {colours[0]["public_id"]: 1}, "country": "CN"}
    with pytest.raises(Refusal) as refused:
        await change(pledge, add_ons={bulb["public_id"]: 4}, **wanted)
    assert (refused.value.field, "只剩 2 份" in refused.value.text()) == ("add_ons", True)
    await change(pledge, **wanted)
    assert await taken(bulb) == 0


async def test_a_colour_alone_changes_without_a_word_of_money() -> None:
    campaign, tier, bulb, colours = await rich_campaign()
    pledge = await rich_pledge(campaign, tier, bulb, colours)
    made = await change(pledge, add_ons={bulb["public_id"]: 1}, choices={colours[1]["public_id"]: 1}, country="CN")
    assert (made["was"], made["amount"]) == (2490, 2490)
    assert await value("select variant from pledge_choice where pledge = {}", pledge["id"]) == colours[1]["id"]


async def test_a_variant_of_another_tier_is_refused_where_it_was_chosen() -> None:
    campaign, tier, bulb, colours = await rich_campaign()
    pledge = await rich_pledge(campaign, tier, bulb, colours)
    for wrong in ({"nothing-like": 1}, {colours[0]["public_id"]: 2}, {}):
        with pytest.raises(Refusal) as refused:
            await change(pledge, choices=wrong, country="CN")
        assert refused.value.field == "choices"


async def test_nothing_to_change_is_said() -> None:
    pledge = await make_pledge(campaign := await make_campaign(), await make_tier(campaign))
    with pytest.raises(Refusal, match="没有要改的"):
        await change(pledge)


async def test_more_than_the_page_showed_is_asked_for_again() -> None:
    pledge = await make_pledge(campaign := await make_campaign(), await make_tier(campaign))
    with pytest.raises(Refusal, match=r"合计现在是 ¥59\.70"):
        await change(pledge, quantity=3, seen=3980)
    assert (await fresh_pledge(pledge))["amount"] == 1990


async def test_the_same_form_twice_is_one_change_and_an_older_page_is_told_so() -> None:
    pledge = await make_pledge(campaign := await make_campaign(), await make_tier(campaign, cap=9))
    form, stale = await change_form(pledge, quantity=3), await change_form(pledge, quantity=2)
    viewer = await backer_of(pledge)
    first = await change_pledge(viewer, pledge["id"], form)
    again = await change_pledge(viewer, pledge["id"], form)
    assert (first["id"], first["is_new"], again["is_new"]) == (again["id"], True, False)
    with pytest.raises(Refusal, match="在别处改过了"):
        await change_pledge(viewer, pledge["id"], stale)
    assert (await fresh_pledge(pledge))["quantity"] == 3


async def test_a_page_from_before_the_payment_does_not_change_what_was_paid_since() -> None:
    campaign = await make_campaign()
    pledge = await make_pledge(campaign, await make_tier(campaign), method="alipay", state="started")
    form = await change_form(pledge, quantity=3)
    await execute("update pledge set state = 'paid' where id = {}", pledge["id"])
    with pytest.raises(Refusal, match="在别处改过了"):
        await change_pledge(await backer_of(pledge), pledge["id"], form)


async def test_a_stranger_changes_nothing() -> None:
    pledge = await make_pledge(campaign := await make_campaign(), await make_tier(campaign))
    with pytest.raises(NotFound):
        await change_pledge(await anyone_new(), pledge["id"], await change_form(pledge, quantity=2))


async def test_a_tier_of_another_campaign_is_not_to_be_had() -> None:
    pledge = await make_pledge(campaign := await make_campaign(), await make_tier(campaign))
    with pytest.raises(NotFound):
        await change(pledge, await make_tier(await make_campaign()))


async def test_after_the_deadline_and_while_suspended_nothing_is_changed() -> None:
    campaign = await make_campaign()
    pledge = await make_pledge(campaign, await make_tier(campaign))
    await execute("update campaign set state = 'suspended' where id = {}", campaign["id"])
    with pytest.raises(Refusal, match="暂停了"):
        await change(pledge, quantity=2)
    await execute("update campaign set state = 'live' where id = {}", campaign["id"])
    await end_now(campaign)
    with pytest.raises(Refusal, match="已经截止"):
        await change(pledge, quantity=2)


async def dearer(state: str = "paid") -> tuple[Any, Any, Any]:
    campaign = await make_campaign()
    small, big = await make_tier(campaign, cap=5), await make_tier(campaign, title="三盏", price=5000, cap=5)
    pledge = await make_pledge(campaign, small, method="alipay", state=state)
    return pledge, small, big


async def test_what_is_dearer_than_was_paid_holds_its_places_until_the_rest_is_paid() -> None:
    pledge, small, big = await dearer()
    made = await change(pledge, big)
    assert (made["state"], made["due"], made["held"]) == ("held", 3010, {big["id"]: 1})
    assert (await fresh_pledge(pledge))["tier"] == small["id"]
    assert await places_taken() == await places_held() == {small["id"]: 1, big["id"]: 1}
    with pytest.raises(Refusal, match="还在等补差价"):
        await change(pledge, quantity=2)
    assert await apply_change(made["id"])
    assert (await fresh_pledge(pledge))["amount"] == 5000
    assert await places_taken() == await places_held() == {small["id"]: 0, big["id"]: 1}
    assert not await apply_change(made["id"])


async def test_a_change_that_ends_unpaid_gives_its_places_back_once() -> None:
    pledge, small, big = await dearer()
    made = await change(pledge, big)
    assert await end_change(made["id"], "hold_over")
    assert not await end_change(made["id"], "hold_over")
    assert not await apply_change(made["id"])
    assert await places_taken() == await places_held() == {small["id"]: 1, big["id"]: 0}


@pytest.mark.parametrize("lost", ["decided", "cancelled", "no_room"])
async def test_a_change_paid_too_late_is_not_applied(lost: str) -> None:
    pledge, _, big = await dearer()
    made = await change(pledge, big)
    if lost == "decided":
        await execute("update campaign set state = 'succeeded' where id = {}", pledge["campaign"])
    elif lost == "cancelled":
        assert await cancel_pledge(await backer_of(pledge), pledge)
        assert await jobs("close_top_up") == 1
    else:
        await execute("update tier set per_backer = 1 where id = {}", big["id"])
        await make_pledge({"id": pledge["campaign"]} | (await campaign_of(pledge)), big, await backer_of(pledge))
    assert not await apply_change(made["id"])
    assert await open_change(pledge["id"]) is None
    assert await value("select why from pledge_change") == lost
    assert await places_taken() == await places_held()


async def campaign_of(pledge: Any) -> Any:
    return await row("select * from campaign where id = {}", pledge["campaign"])


async def last_day(goal: int, *amounts: int, **more: Any) -> tuple[Any, list[Any]]:
    """A campaign that ends in 23 hours, with a pledge of each amount."""
    campaign = await make_campaign(goal=goal, lasts=timedelta(hours=23), **more)
    made = [await make_pledge(campaign, await make_tier(campaign, price=amount)) for amount in amounts]
    return campaign, made


async def leaves(pledge: Any) -> bool:
    return await cancel_pledge(await backer_of(pledge), pledge)


async def test_in_the_last_day_nobody_sinks_a_reached_goal() -> None:
    campaign, (one, two, _) = await last_day(4000, 1000, 2000, 2000)
    with pytest.raises(Refusal, match="不达标"):
        await leaves(two)
    assert await leaves(one)
    with pytest.raises(Refusal, match="不达标"):
        await leaves(two)
    cheap = await make_tier(campaign, price=1999)
    with pytest.raises(Refusal, match="不能改这么便宜"):
        await change(two, cheap)
    dear = await make_tier(campaign, price=2500)
    await change(two, dear)
    await change(two, await make_tier(campaign, title="正好", price=2000))


@pytest.mark.parametrize(
    ("goal", "more"), [(9000, {}), (4000, {"funding": "keep_it_all"})], ids=["not reached", "nothing hangs on it"]
)
async def test_where_no_goal_is_sunk_everybody_may_leave(goal: int, more: dict) -> None:
    _, pledges = await last_day(goal, 2000, 2000, **more)
    assert [await leaves(one) for one in pledges] == [True, True]


async def test_before_the_last_day_everybody_may_leave() -> None:
    campaign = await make_campaign(goal=2000, lasts=timedelta(hours=25))
    assert await leaves(await make_pledge(campaign, await make_tier(campaign, price=2000)))


async def test_what_was_not_paid_for_yet_may_always_be_left() -> None:
    campaign, _ = await last_day(2000, 2000)
    assert await leaves(await make_pledge(campaign, await make_tier(campaign), state="started"))


@pytest.mark.parametrize("ended", [False, True])
async def test_a_suspended_campaign_s_backers_may_always_leave(ended: bool) -> None:
    campaign, (pledge,) = await last_day(2000, 2000)
    await execute("update campaign set state = 'suspended' where id = {}", campaign["id"])
    if ended:
        await end_now(campaign)
    assert await leaves(pledge)


async def test_what_a_started_pledge_gives_up_in_the_last_day_never_counted() -> None:
    campaign, _ = await last_day(2000, 2000)
    tier = await make_tier(campaign)
    pledge = await start_pledge(await anyone_new(), campaign, pledge_form(tier, quantity=3))
    await change(pledge, quantity=1)
    assert (await fresh_pledge(pledge))["quantity"] == 1


@pytest.mark.parametrize("nowhere", ["*", "zz", "ZZ", "QQ"])
def test_a_change_goes_to_a_place_that_there_is(nowhere: str) -> None:
    form = {"tier": ["k7m2qxab"], "quantity": ["1"], "request_key": ["0123456789"], "version": ["promised"]}
    assert read_values(ChangeForm, form | {"country": ["CN"]}).ok
    assert "country" in read_values(ChangeForm, form | {"country": [nowhere]}).errors
