"""A brand's record: what was sent in the promised month, what was late, what is still missing; nobody can type it."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from app.foundation import clock
from app.foundation.database import execute, rows
from app.foundation.lifecycle import move
from campaigns.discovering.delivery import count_old_ones, record_of
from campaigns.fulfilment.owing import owe_perks
from campaigns.fulfilment.tables import Perk
from tests.campaigns.makers import anyone_new, make_campaign, make_pledge, make_tier
from tests.people import make_brand

pytestmark = pytest.mark.usefixtures("db")


async def made(brand: dict[str, Any], *months: date, items: tuple[tuple[str, str], ...] = (("physical", "台灯"),)) -> list[int]:
    """A campaign of this brand that owes a perk for each month; their ids."""
    campaign = await make_campaign(brand=brand)
    pledges = [
        await make_pledge(campaign, await make_tier(campaign, deliver_month=month, items=items), state="collected")
        for month in months
    ]
    for pledge in pledges:
        await owe_perks(pledge["id"])
    await execute("update campaign set state = 'fulfilling' where id = {}", campaign["id"])
    return [one["id"] for one in await rows("select id from perk where campaign = {} order by id", campaign["id"])]


async def send(perk: int, state: str = "dispatched") -> None:
    await execute("update perk set state = 'packed' where id = {} and kind = 'physical'", perk)
    await move(Perk, perk, state)


async def test_a_month_is_kept_up_to_its_last_moment_in_the_brands_zone() -> None:
    brand = await make_brand(await anyone_new(), name="山木社")
    await execute("update brand set time_zone = 'Asia/Taipei' where id = {}", brand["id"])
    now = await clock.now()
    in_time, late, missing, to_come = await made(brand, *[date(now.year + 1, 3, 1)] * 3, date(now.year + 2, 1, 1))
    end = clock_at(date(now.year + 1, 4, 1), hours=-8)
    await clock.shift(end - now - timedelta(seconds=5))
    await send(in_time)
    await clock.shift(timedelta(seconds=10))
    await send(late)
    await count_old_ones()
    record = await record_of(brand["id"])
    assert (record.perks, record.sent, record.due, record.on_time, record.late, record.waiting) == (4, 2, 3, 1, 1, 1)
    assert record.percent == 33
    assert {missing, to_come}


def clock_at(day: date, hours: int) -> Any:
    from datetime import UTC, datetime

    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hours)


async def test_giving_the_money_back_after_the_month_makes_nothing_punctual() -> None:
    brand = await make_brand(await anyone_new(), name="山木社")
    now = await clock.now()
    early, late = await made(brand, *[date(now.year + 1, 3, 1)] * 2)
    await move(Perk, early, "refunded")
    await clock.shift(timedelta(days=600))
    await move(Perk, late, "refunded")
    await count_old_ones()
    record = await record_of(brand["id"])
    assert (record.perks, record.due, record.on_time, record.waiting) == (1, 1, 0, 1)


async def test_a_name_on_the_wall_is_no_parcel() -> None:
    brand = await make_brand(await anyone_new(), name="山木社")
    await made(brand, date(2026, 1, 1), items=(("credit", "名字"),))
    await count_old_ones()
    assert (await record_of(brand["id"])).perks == 0


async def test_the_page_says_it_in_numbers(client: httpx.AsyncClient) -> None:
    brand = await make_brand(await anyone_new(), name="山木社")
    address = f"/brands/{brand['public_id']}"
    assert "说到做到了吗" not in (await client.get(address + "?first")).text
    now = await clock.now()
    perks = await made(brand, *[date(now.year + 1, 3, 1)] * 2)
    await make_campaign(brand=brand, state="failed")
    await make_campaign(brand=brand, state="prelaunch", title="将来的灯")
    await make_campaign(brand=brand, title="正在众筹的灯")
    await count_old_ones()
    page = (await client.get(address)).text
    assert "一共 2 份权益，承诺的月份都还没到。" in page and "将来的灯" in page and "正在众筹的灯" in page
    await send(perks[0])
    await clock.shift(timedelta(days=600))
    await count_old_ones()
    page = (await client.get(address + "?again")).text
    assert "按时寄出" in page and "50%" in page and "1 份还没寄出" in page and "1 个没达标" in page


async def test_what_is_delivered_is_counted_once_more_and_then_rests() -> None:
    brand = await make_brand(await anyone_new())
    (perk,) = await made(brand, date(2027, 3, 1))
    await count_old_ones()
    await send(perk)
    await execute("update campaign set state = 'completed' where brand = {}", brand["id"])
    await count_old_ones()
    assert (await record_of(brand["id"])).sent == 1
    counted = await rows("select counted_at from campaign_delivery")
    await clock.shift(timedelta(hours=5))
    await count_old_ones()
    assert await rows("select counted_at from campaign_delivery") == counted
