"""Waiting for a place: numbers in order, offers with an end, the next one's turn, and nobody passed over."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.accounts.leaving.kinds import Leaving
from app.accounts.viewer import ANONYMOUS, Viewer
from app.foundation.clock import shift
from app.foundation.database import execute, row, rows, value
from app.foundation.queue import run_pending
from app.foundation.refusals import Refusal
from campaigns.closing import close_campaign
from campaigns.pledging.actions import begin_expiring, cancel_pledge, expire_pledge, start_pledge
from campaigns.pledging.steps import step_pledge
from campaigns.waiting.actions import join_waitlist, leave_waitlist, pass_offer
from campaigns.waiting.closing import prolong_offers
from campaigns.waiting.leaving import erase, export
from campaigns.waiting.member_data import merge
from campaigns.waiting.offering import offer_places
from campaigns.waiting.queries import entry_of, numbers_of_list, proof_of_list
from campaigns.waiting.rules import StillFree
from campaigns.waiting.tasks import close_waitlists, go_on_with_waitlists
from campaigns.waiting.wording import sentence
from tests.campaigns.makers import anyone_new, end_now, make_campaign, make_pledge, make_tier, pledge_form

pytestmark = pytest.mark.usefixtures("db")


async def sold_out(cap: int = 2, **more: Any) -> tuple[dict[str, Any], dict[str, Any], list[Any]]:
    """A campaign, a tier and the pledges that hold all its places, one each."""
    campaign = await make_campaign()
    tier = await make_tier(campaign, cap=cap, **more)
    return campaign, tier, [await make_pledge(campaign, tier, await anyone_new()) for _ in range(cap)]


async def wait(campaign: Any, tier: Any, quantity: int = 1) -> tuple[Viewer, dict[str, Any]]:
    viewer = await anyone_new()
    return viewer, await join_waitlist(viewer, campaign, tier["public_id"], quantity)


async def free(pledge: Any) -> None:
    """Its backer cancels; the job that this enqueues runs."""
    assert await cancel_pledge(replace(ANONYMOUS, id=pledge["backer"]), pledge)
    await run_pending()


async def sweep() -> None:
    await go_on_with_waitlists()
    await close_waitlists()


async def states(tier: Any) -> list[str]:
    return [one["state"] for one in await numbers_of_list(tier["id"])]


async def counts(tier: Any) -> tuple[int, int, int]:
    found = await row("select taken, offered, waiting from tier where id = {}", tier["id"])
    assert found is not None
    return found["taken"], found["offered"], found["waiting"]


async def test_numbers_are_given_in_order_and_stay() -> None:
    campaign, tier, _ = await sold_out()
    first, second = [await wait(campaign, tier) for _ in range(2)]
    assert [first[1]["place"], second[1]["place"]] == [1, 2]
    again = await join_waitlist(first[0], campaign, tier["public_id"], 2)
    assert again["id"] == first[1]["id"], "who waits already keeps their number"
    await leave_waitlist(*first)
    assert (await join_waitlist(first[0], campaign, tier["public_id"], 1))["place"] == 3
    assert (await entry_of(second[0], second[1]["public_id"]))["before"] == 0


async def test_a_freed_place_is_set_aside_for_the_head_and_nobody_else_gets_it() -> None:
    campaign, tier, pledges = await sold_out()
    (head, entry), _ = await wait(campaign, tier), await wait(campaign, tier)
    await free(pledges[0])
    assert await states(tier) == ["offered", "waiting"] and await counts(tier) == (1, 1, 1)
    with pytest.raises(Refusal, match="认领完了"):
        await start_pledge(await anyone_new(), campaign, pledge_form(tier))
    pledge = await start_pledge(head, campaign, pledge_form(tier))
    assert await states(tier) == ["taken", "waiting"] and await counts(tier) == (2, 0, 1)
    assert (await entry_of(head, entry["public_id"]))["pledge"] == pledge["id"]
    notices = await rows("select event, url from notice where member = {} and event like 'waitlist%'", head.id)
    assert notices == [{"event": "waitlist_offer", "url": f"/waitlist/{entry['public_id']}"}]


async def test_an_offer_that_nobody_takes_goes_to_the_next_at_its_end() -> None:
    campaign, tier, pledges = await sold_out()
    (head, entry), _ = await wait(campaign, tier), await wait(campaign, tier)
    await free(pledges[0])
    await shift(timedelta(hours=12, seconds=1))
    await run_pending()
    assert await states(tier) == ["passed", "offered"] and await counts(tier) == (1, 1, 0)
    with pytest.raises(Refusal, match="认领完了"):
        await start_pledge(head, campaign, pledge_form(tier))
    with pytest.raises(Refusal, match="没有留给你的名额"):
        await pass_offer(head, entry)
    assert await value("select count(*) from notice where member = {} and event = 'waitlist_ran_out'", head.id) == 1


async def test_an_offer_is_passed_on_by_hand_or_by_leaving() -> None:
    campaign, tier, pledges = await sold_out()
    head, second, third = [await wait(campaign, tier) for _ in range(3)]
    await free(pledges[0])
    await pass_offer(*head)
    await run_pending()
    await leave_waitlist(*second)
    await run_pending()
    assert await states(tier) == ["passed", "left", "offered"] and await counts(tier) == (1, 1, 0)
    with pytest.raises(Refusal, match="已经结束"):
        await leave_waitlist(*head)
    assert third


async def test_fewer_free_than_wanted_is_offered_as_it_is_and_what_is_not_taken_goes_on() -> None:
    campaign, tier, pledges = await sold_out(cap=3)
    (head, _), (second, _) = await wait(campaign, tier, 3), await wait(campaign, tier)
    for pledge in pledges[:2]:
        assert await cancel_pledge(replace(ANONYMOUS, id=pledge["backer"]), pledge)
    await offer_places(tier["id"])
    assert await value("select offered_quantity from waitlist_entry where member = {}", head.id) == 2
    with pytest.raises(Refusal, match="只剩 2 份"):
        await start_pledge(head, campaign, pledge_form(tier, quantity=3))
    await start_pledge(head, campaign, pledge_form(tier, quantity=1))
    await sweep()
    assert await states(tier) == ["taken", "offered"] and await counts(tier) == (2, 1, 0)
    await start_pledge(second, campaign, pledge_form(tier))
    assert await counts(tier) == (3, 0, 0)


async def test_whoever_holds_an_offer_may_also_have_what_is_free_for_all() -> None:
    campaign, tier, pledges = await sold_out()
    head, _ = await wait(campaign, tier)
    await free(pledges[0])
    await execute("update tier set cap = 3 where id = {}", tier["id"])
    await start_pledge(head, campaign, pledge_form(tier, quantity=2))
    assert await states(tier) == ["taken"] and await counts(tier) == (3, 0, 0)


async def test_while_there_are_places_nobody_waits() -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, cap=1)
    with pytest.raises(StillFree, match="还有 1 份"):
        await join_waitlist(await anyone_new(), campaign, tier["public_id"], 1)
    unlimited = await make_tier(campaign)
    with pytest.raises(StillFree, match="不限量"):
        await join_waitlist(await anyone_new(), campaign, unlimited["public_id"], 1)


async def test_an_expired_hold_and_a_raised_cap_free_places_too() -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, cap=1)
    pledge = await make_pledge(campaign, tier, state="started")
    for _ in range(3):
        await wait(campaign, tier)
    await begin_expiring(pledge["id"])
    await expire_pledge(pledge["id"])
    await run_pending()
    assert await states(tier) == ["offered", "waiting", "waiting"]
    await execute("update tier set cap = 3 where id = {}", tier["id"])
    await sweep()  # finds what no job was made for
    assert await states(tier) == ["offered"] * 3 and await counts(tier) == (0, 3, 0)


async def test_a_list_ends_with_its_campaign_and_says_why() -> None:
    campaign, tier, _ = await sold_out()
    viewer, entry = await wait(campaign, tier)
    await end_now(campaign)
    assert await close_campaign(campaign["id"]) == "failed"
    await sweep()
    assert await states(tier) == ["closed"] and (await counts(tier))[1:] == (0, 0)
    assert (await entry_of(viewer, entry["public_id"]))["why"] == "failed"
    assert await value("select count(*) from notice where member = {} and event = 'waitlist_closed'", viewer.id) == 1


async def test_after_success_the_list_goes_on_where_there_are_late_pledges_and_ends_where_not() -> None:
    campaign = await make_campaign(goal=100)
    tiers = [await make_tier(campaign, cap=1, late_price=2500), await make_tier(campaign, cap=1)]
    for tier in tiers:
        await make_pledge(campaign, tier)
        await wait(campaign, tier)
    await end_now(campaign)
    assert await close_campaign(campaign["id"]) == "succeeded"
    await sweep()
    assert [await states(tier) for tier in tiers] == [["waiting"], ["waiting"]], "nobody knows yet whether there will be any"
    await execute("update tier set cap = 2")
    await offer_places(tiers[0]["id"])
    assert await states(tiers[0]) == ["waiting"], "nothing is to be had before the brand opens late pledges"
    await execute("update campaign set late_opened_at = app_now()")
    await sweep()
    assert [await states(tier) for tier in tiers] == [["offered"], ["closed"]]
    await execute("update campaign set late_closed_at = app_now()")
    await sweep()
    assert await states(tiers[0]) == ["closed"] and (await counts(tiers[0]))[1:] == (0, 0)


async def test_while_a_campaign_stands_still_so_does_the_time_of_its_offers() -> None:
    campaign, tier, pledges = await sold_out()
    await wait(campaign, tier)
    await wait(campaign, tier)
    await free(pledges[0])
    await execute("update campaign set state = 'suspended'")
    await shift(timedelta(days=2))
    await sweep()
    assert await states(tier) == ["offered", "waiting"]
    await execute("update campaign set state = 'live'")
    await prolong_offers(campaign["id"], timedelta(days=2))
    await sweep()
    assert await states(tier) == ["offered", "waiting"]


async def test_the_list_proves_itself_in_numbers() -> None:
    campaign, tier, pledges = await sold_out()
    for _ in range(3):
        await wait(campaign, tier)
    await free(pledges[0])
    proof = await proof_of_list(tier["id"])
    assert (proof["numbers"], proof["last"], proof["waiting"], proof["reached"], proof["head"]) == (3, 3, 2, 1, 2)
    assert proof["is_in_order"]
    await execute("update waitlist_entry set offer_ends_at = app_now() where tier = {} and place = 3", tier["id"])
    assert not (await proof_of_list(tier["id"]))["is_in_order"], "whoever was passed over would be seen"


async def test_when_two_members_become_one_the_earlier_number_stays_and_the_list_has_no_gap() -> None:
    campaign, tier, _ = await sold_out()
    first, second, third = [await wait(campaign, tier) for _ in range(3)]
    assert await merge(second[0].id, third[0].id) == {"waitlist_entry": 1}
    assert await states(tier) == ["waiting", "waiting", "closed"] and (await counts(tier))[1:] == (0, 2)
    entry = await entry_of(third[0], second[1]["public_id"])
    assert (entry["place"], entry["before"]) == (2, 1) and first
    assert (await proof_of_list(tier["id"]))["is_in_order"]


async def test_whoever_leaves_the_site_leaves_the_list_and_the_next_is_asked() -> None:
    campaign, tier, pledges = await sold_out()
    (gone, _), _ = await wait(campaign, tier), await wait(campaign, tier)
    await free(pledges[0])
    [mine] = (await export(gone.id))["waitlists"]
    assert (mine["number"], mine["state"], mine["tier"]) == (1, "offered", "一盏")
    await erase(Leaving(gone.id, gone.public_id, ()))
    await run_pending()
    assert await states(tier) == ["left", "offered"] and await counts(tier) == (1, 1, 0)


async def test_after_ten_times_on_one_list_there_is_no_eleventh() -> None:
    campaign, tier, _ = await sold_out()
    fan = await anyone_new()
    for _ in range(10):
        await leave_waitlist(fan, await join_waitlist(fan, campaign, tier["public_id"], 1))
    with pytest.raises(Refusal, match="不能再排"):
        await join_waitlist(fan, campaign, tier["public_id"], 1)


async def test_a_tier_ended_by_its_brand_ends_its_list() -> None:
    campaign, tier, _ = await sold_out()
    viewer, entry = await wait(campaign, tier)
    await execute("update tier set closes_at = app_now() where id = {}", tier["id"])
    with pytest.raises(Refusal, match="结束"):
        await join_waitlist(await anyone_new(), campaign, tier["public_id"], 1)
    await sweep()
    assert (await entry_of(viewer, entry["public_id"]))["why"] == "tier_over"


async def test_a_list_for_late_pledges_that_never_came_ends_when_the_money_is_in() -> None:
    campaign = await make_campaign(goal=100)
    tier = await make_tier(campaign, cap=1)
    await make_pledge(campaign, tier)
    viewer, entry = await wait(campaign, tier)
    await end_now(campaign)
    await close_campaign(campaign["id"])
    await sweep()
    assert "开放补筹的话" in sentence(await entry_of(viewer, entry["public_id"]))
    await execute("update campaign set state = 'fulfilling'")
    await sweep()
    assert "没有补筹" in sentence(await entry_of(viewer, entry["public_id"]))


async def test_an_offer_of_late_pledges_ends_with_them() -> None:
    campaign = await make_campaign(goal=100)
    tier = await make_tier(campaign, cap=1, late_price=2500)
    pledge = await make_pledge(campaign, tier)
    await wait(campaign, tier)
    await end_now(campaign)
    await close_campaign(campaign["id"])
    await execute("update campaign set late_opened_at = app_now(), late_closed_at = app_now() + interval '2 hours'")
    for state in ("failing", "dropped"):
        await step_pledge(pledge["id"], state)
    await run_pending()
    lasts = await value("select offer_ends_at - app_now() from waitlist_entry")
    assert timedelta(minutes=29) < lasts <= timedelta(minutes=30)
