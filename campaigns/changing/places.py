"""Places of a change: new ones claimed and old ones freed in one transaction, under the tiers' locks, never past the waitlist."""

from collections.abc import Mapping
from typing import Any

from app.foundation.database import execute, row, rows
from app.foundation.i18n import N_
from app.foundation.queue import enqueue
from app.foundation.refusals import Refusal
from campaigns.changing.queries import places_in
from campaigns.changing.rules import Room, check_room
from campaigns.pledging.rules import PLACE_HELD

_ROOMS = """select t.id, t.title, t.is_add_on, t.per_backer, t.waiting,
    case when t.cap is not null then greatest(t.cap - t.taken - t.offered, 0) end as free,
    (t.opens_at is null or t.opens_at <= app_now()) and (t.closes_at is null or t.closes_at > app_now()) as is_open,
    may_take(t, {}, {} and t.id = {}) as is_for_them,
    (select coalesce(sum(l.quantity), 0) from pledge_line l join pledge p on p.id = l.pledge
      where l.tier = t.id and p.backer = {} and p.id <> {} and p.state = any({}))::int as mine
    from tier t where t.id = any({}) order by t.id"""


async def lock_tiers(tiers: list[int]) -> None:
    """By their ids; whoever has no cap is not counted."""
    await execute("select from tier where id = any({}) and cap is not null order by id for no key update", tiers)


async def check_rooms(
    pledge: Mapping[str, Any], wanted: Mapping[int, int], more: Mapping[int, int], base: int, *, opened: bool
) -> None:
    """Refuses what can't be had by this backer at this moment; only what grows is looked at. Under the tiers' locks."""
    for found in await _rooms(pledge, [tier for tier, n in more.items() if n > 0], base, opened=opened):
        field = "add_ons" if found["is_add_on"] else ("quantity" if found["id"] == pledge["tier"] else "tier")
        room = Room(
            title=found["title"], is_open=found["is_open"], is_for_them=found["is_for_them"], free=found["free"],
            waiting=found["waiting"], mine=found["mine"], per_backer=found["per_backer"],
        )  # fmt: skip
        check_room(room, wanted[found["id"]], more[found["id"]], field)


async def _rooms(pledge: Mapping[str, Any], tiers: list[int], base: int, *, opened: bool) -> list[dict[str, Any]]:
    backer = pledge["backer"]
    return await rows(_ROOMS, backer, opened, base, backer, pledge["id"], list(PLACE_HELD), tiers)


async def check_share(pledge: Mapping[str, Any], quantity: int) -> None:
    """The most that one backer takes in the whole campaign, add-ons aside."""
    found = await row(
        """select c.per_backer, (select coalesce(sum(p.quantity), 0) from pledge p where p.campaign = c.id and p.backer = {}
          and p.id <> {} and p.state = any({}))::int as mine from campaign c where c.id = {}""",
        pledge["backer"], pledge["id"], list(PLACE_HELD), pledge["campaign"],
    )  # fmt: skip
    if found and found["per_backer"] is not None and found["mine"] + quantity > found["per_backer"]:
        sentence = N_("这个众筹每人最多 %(most)s 份，加上你另外的单子就超过了。")
        raise Refusal(sentence, field="quantity", most=found["per_backer"])


async def are_within_share(pledge: Mapping[str, Any], wanted: dict[str, Any], held: Mapping[int, int]) -> bool:
    """Other pledges of theirs may have used up meanwhile what one backer can have: claims don't count what a change holds."""
    places = places_in(wanted)
    try:
        if wanted["quantity"] > pledge["quantity"]:
            await check_share(pledge, wanted["quantity"])
    except Refusal:
        return False
    found = await _rooms(pledge, list(held), wanted["tier"], opened=False)
    return all(each["mine"] + places[each["id"]] <= each["per_backer"] for each in found)


async def take(more: Mapping[int, int]) -> None:
    """Some more, of others fewer. Of tiers with a cap only; where places go free and somebody waits, they are offered."""
    tiers = sorted(more)
    freed = await rows(
        """update tier set taken = tier.taken + each.n from unnest({}::bigint[], {}::int[]) as each (tier, n)
        where tier.id = each.tier and tier.cap is not null returning tier.id, each.n < 0 and tier.waiting > 0 as is_awaited""",
        tiers, [more[tier] for tier in tiers],
    )  # fmt: skip
    for tier in sorted(each["id"] for each in freed if each["is_awaited"]):
        await enqueue("offer_places", {"tier": tier}, once_key=f"offer_places:{tier}")
