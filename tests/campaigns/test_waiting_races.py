"""Many at once on one waitlist: the race is shown without the guard, then with it."""

import asyncio
from typing import Any

from app.foundation.database import execute, row, rows, transaction, value
from app.foundation.refusals import Refusal
from campaigns.closing import close_campaign
from campaigns.pledging.actions import cancel_pledge, start_pledge
from campaigns.waiting.actions import join_waitlist, leave_waitlist, pass_offer
from campaigns.waiting.closing import close_waitlist
from campaigns.waiting.offering import offer_places
from campaigns.waiting.queries import numbers_of_list, proof_of_list
from tests.campaigns.makers import anyone_new, end_now, make_campaign, make_pledge, make_tier, pledge_form

MANY = 60


async def apart(doing: Any) -> Any:
    """As many processes do it: on a connection of its own, in a transaction of its own."""
    async with transaction():
        return await doing


async def is_done(doing: Any) -> bool:
    try:
        await doing
    except Refusal:
        return False
    return True


async def sold_out(cap: int = 1, **more: Any) -> tuple[dict[str, Any], dict[str, Any], list[Any]]:
    campaign = await make_campaign()
    tier = await make_tier(campaign, cap=cap, **more)
    backers = [await anyone_new() for _ in range(cap)]
    return campaign, tier, [(backer, await make_pledge(campaign, tier, backer)) for backer in backers]


async def agrees(tier: dict[str, Any]) -> dict[str, Any]:
    """What the tier counts is what the rows say, and nothing is oversold."""
    found = await row(
        """select t.*, (select count(*) from waitlist_entry where tier = t.id and state = 'waiting') as really_waiting,
          (select coalesce(sum(offered_quantity), 0) from waitlist_entry
           where tier = t.id and state = 'offered') as really_offered,
          (select coalesce(sum(l.quantity), 0) from pledge_line l join pledge p on p.id = l.pledge
           where l.tier = t.id and p.state in ('started', 'promised', 'paid')) as really_taken
        from tier t where t.id = {}""",
        tier["id"],
    )
    assert found is not None
    assert (found["waiting"], found["offered"]) == (found["really_waiting"], found["really_offered"])
    assert found["taken"] == found["really_taken"] and found["taken"] + found["offered"] <= found["cap"]
    assert (await proof_of_list(tier["id"]))["is_in_order"]
    return found


async def number_by_looking(tier: int) -> None:
    """Looks for the last number, then writes the next: the control."""
    last = await value("select coalesce(max(place), 0) from unguarded where tier = {}", tier)
    await asyncio.sleep(0)
    await execute("insert into unguarded values ({}, {})", tier, last + 1)


async def test_many_who_come_at_once_get_numbers_without_gaps_and_in_the_order_of_commits(committed_db: str) -> None:
    campaign, tier, _ = await sold_out()
    await execute("create table unguarded (tier bigint, place int)")
    await asyncio.gather(*(number_by_looking(tier["id"]) for _ in range(MANY)))
    assert await value("select count(distinct place) from unguarded") < MANY, "else this race proves nothing"

    people = [await anyone_new() for _ in range(MANY)]
    joins = [join_waitlist(one, campaign, tier["public_id"], 1) for one in people]
    await asyncio.gather(*(apart(join) if n % 2 else join for n, join in enumerate(joins)))
    found = await rows(
        "select place, xmin::text::bigint as committed from waitlist_entry where tier = {} order by place", tier["id"]
    )
    assert [one["place"] for one in found] == list(range(1, MANY + 1))
    events = await rows(
        "select w.place from waitlist_event e join waitlist_entry w on w.id = e.subject where e.origin = '' order by e.id"
    )
    assert [one["place"] for one in events] == list(range(1, MANY + 1)), "its first event proves a number"
    assert (await agrees(tier))["waiting"] == MANY


async def test_one_person_in_many_windows_has_one_number(committed_db: str) -> None:
    campaign, tier, _ = await sold_out()
    fan = await anyone_new()
    got = await asyncio.gather(*(apart(join_waitlist(fan, campaign, tier["public_id"], 1)) for _ in range(12)))
    assert len({one["id"] for one in got}) == 1 and (await agrees(tier))["waiting"] == 1


async def snatch_by_looking(tier: int) -> bool:
    """Looks whether a place is free, not whether somebody waits for it: the control."""
    free = await value("select cap - taken from unguarded_tier where id = {}", tier)
    if free <= 0:
        return False
    await execute("update unguarded_tier set taken = taken + 1 where id = {} and taken < cap", tier)
    return True


async def test_a_place_given_back_among_hundreds_of_tries_goes_to_the_head_alone(committed_db: str) -> None:
    campaign, tier, [(backer, pledge)] = await sold_out()
    await execute("create table unguarded_tier as select id, cap, taken - 1 as taken from tier")
    assert any(await asyncio.gather(*(snatch_by_looking(tier["id"]) for _ in range(MANY)))), "a stranger gets it"

    head = await anyone_new()
    await join_waitlist(head, campaign, tier["public_id"], 1)
    strangers = [await anyone_new() for _ in range(MANY)]

    async def give_back() -> None:
        await asyncio.sleep(0.01)
        await cancel_pledge(backer, pledge)
        await offer_places(tier["id"])

    tries = [is_done(apart(start_pledge(one, campaign, pledge_form(tier)))) for one in strangers]
    got = await asyncio.gather(*tries[:30], give_back(), *tries[30:])
    assert not any(got)
    assert [one["state"] for one in await numbers_of_list(tier["id"])] == ["offered"]
    assert await is_done(start_pledge(head, campaign, pledge_form(tier)))
    assert (await agrees(tier))["taken"] == 1


async def test_an_offer_taken_passed_and_left_at_once_ends_in_one_way(committed_db: str) -> None:
    for _ in range(6):
        campaign, tier, [(backer, pledge)] = await sold_out()
        head, second = await anyone_new(), await anyone_new()
        entry = await join_waitlist(head, campaign, tier["public_id"], 1)
        await join_waitlist(second, campaign, tier["public_id"], 1)
        await cancel_pledge(backer, pledge)
        await offer_places(tier["id"])
        did = await asyncio.gather(
            is_done(apart(start_pledge(head, campaign, pledge_form(tier)))), is_done(pass_offer(head, entry)),
            is_done(leave_waitlist(head, entry)), is_done(apart(start_pledge(second, campaign, pledge_form(tier)))),
        )  # fmt: skip
        assert sum(did[:3]) == 1 and not did[3]
        await offer_places(tier["id"])
        found = await agrees(tier)
        assert (found["taken"], found["offered"], found["waiting"]) == ((1, 0, 1) if did[0] else (0, 1, 0))


async def test_many_workers_offer_each_place_once(committed_db: str) -> None:
    campaign, tier, pledges = await sold_out(cap=5)
    for _ in range(8):
        await join_waitlist(await anyone_new(), campaign, tier["public_id"], 1)
    await asyncio.gather(*(cancel_pledge(*each) for each in pledges[:3]), *(offer_places(tier["id"]) for _ in range(6)))
    await asyncio.gather(*(offer_places(tier["id"]) for _ in range(6)))
    found = await agrees(tier)
    assert (found["taken"], found["offered"], found["waiting"]) == (2, 3, 5)
    assert await value("select count(*) from waitlist_event where state = 'offered'") == 3
    assert await value("select count(*) from notice where event = 'waitlist_offer'") == 3


async def test_the_deadline_among_joins_and_offers_leaves_nobody_waiting(committed_db: str) -> None:
    campaign, tier, [(backer, pledge)] = await sold_out()
    people = [await anyone_new() for _ in range(20)]
    for one in people[:5]:
        await join_waitlist(one, campaign, tier["public_id"], 1)
    await cancel_pledge(backer, pledge)

    async def end() -> None:
        await end_now(campaign)
        await close_campaign(campaign["id"])

    await asyncio.gather(
        *(is_done(join_waitlist(one, campaign, tier["public_id"], 1)) for one in people[5:]), offer_places(tier["id"]), end()
    )
    await close_waitlist(tier["id"])
    found = await agrees(tier)
    assert (found["offered"], found["waiting"]) == (0, 0)
    assert await value("select count(*) from waitlist_entry where state in ('waiting', 'offered')") == 0
