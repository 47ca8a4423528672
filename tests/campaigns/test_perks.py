"""A perk's way: owed, an address, a parcel, in the hand; and who may see the address."""

from typing import Any

import httpx
import pytest

from app.accounts.capabilities import capability_key
from app.accounts.viewer import Viewer
from app.foundation.database import execute, row, rows, value
from app.foundation.refusals import Refusal
from campaigns.closing import begin_collecting, close_campaign, finish_collecting
from campaigns.fulfilment.actions import Parcel, dispatch_parcels
from campaigns.fulfilment.completing import complete_campaign
from campaigns.pledging.actions import collect_pledge, refund_pledge
from campaigns.telling import tell
from tests.campaigns.makers import anyone_new, end_now, make_campaign, make_pledge, make_tier
from tests.people import join_team, make_brand, sign_in

ITEMS = (("physical", "台灯"), ("physical", "底座"), ("credit", "致谢"))
HOME = {
    "name": "林小满", "phone": "138 0000 0000", "country": "CN", "region": "浙江省", "city": "杭州市", "line1": "文三路 90 号",
    "line2": "3 幢", "postcode": "310000",
}  # fmt: skip


async def collected(*backers: Viewer, brand: Any = None, quantity: int = 1, items: Any = ITEMS) -> dict[str, Any]:
    """A campaign that succeeded, each backer's pledge collected."""
    campaign = await make_campaign(goal=1000, brand=brand)
    tier = await make_tier(campaign, items=items)
    pledges = [await make_pledge(campaign, tier, backer, quantity=quantity) for backer in backers]
    await end_now(campaign)
    assert await close_campaign(campaign["id"]) == "succeeded"
    await begin_collecting(campaign["id"])
    for pledge in pledges:
        assert await collect_pledge(pledge["id"])
    assert await finish_collecting(campaign["id"])
    return campaign


async def perks_of(backer: Viewer) -> list[dict[str, Any]]:
    return await rows("select * from perk where backer = {} order by id", backer.id)


async def test_each_unit_of_each_item_is_owed_and_the_address_asked_for(db: None) -> None:
    backer = await anyone_new()
    await collected(backer, quantity=2)
    assert [(perk["title"], perk["state"]) for perk in await perks_of(backer)] == [
        ("台灯", "answers_due"), ("底座", "answers_due"), ("致谢", "named"),
        ("台灯", "answers_due"), ("底座", "answers_due"), ("致谢", "named"),
    ]  # fmt: skip
    told = await rows("select event from notice where member = {} order by id", backer.id)
    assert [each["event"] for each in told] == ["pledge_promised", "perk_address_needed"]
    first = (await perks_of(backer))[0]
    steps = await rows("select origin, state from perk_event where subject = {} order by id", first["id"])
    assert [tuple(step.values()) for step in steps] == [("", "owed"), ("owed", "answers_due")]


async def test_a_refunded_pledge_owes_nothing_that_has_not_left(db: None) -> None:
    backer = await anyone_new()
    await collected(backer, items=(("physical", "台灯"),))
    pledge = await value("select id from pledge where backer = {}", backer.id)
    assert [await refund_pledge(pledge, "asked"), await refund_pledge(pledge, "asked")] == [True, False]
    assert [perk["state"] for perk in await perks_of(backer)] == ["refunded"]


async def test_the_whole_way_of_a_parcel(db: None, client: httpx.AsyncClient) -> None:
    owner, backer = await anyone_new("老板"), await anyone_new("小满")
    brand = await make_brand(owner)
    campaign = await collected(backer, brand=brand)
    lamp, base, _ = await perks_of(backer)

    await sign_in(client, backer)
    assert "等你填收货地址" in (await client.get("/perks")).text
    refused = await client.post(f"/perks/{lamp['public_id']}/destination", data=HOME | {"phone": "没有"})
    assert (refused.status_code, "请填能打通的电话" in refused.text, "文三路 90 号" in refused.text) == (422, True, True)
    assert (await client.post(f"/perks/{lamp['public_id']}/destination", data=HOME)).status_code == 303
    assert (await client.post(f"/perks/{base['public_id']}/destination", data=HOME | {"line2": "5 幢"})).status_code == 303
    assert [perk["state"] for perk in await perks_of(backer)] == ["answered", "answered", "named"]
    assert "5 幢" in (await client.get(f"/perks/{lamp['public_id']}")).text

    await sign_in(client, owner)
    board = f"/brands/{brand['public_id']}/studio/campaigns/{campaign['public_id']}"
    assert "文三路 90 号 5 幢" in (await client.get(f"{board}/perks?state=answered")).text
    nothing = await client.post(f"{board}/shipments", data={"carrier": "sf", "perk": [lamp["public_id"], base["public_id"]]})
    assert (nothing.status_code, "没有填运单号" in nothing.text) == (409, True)
    sent = await client.post(
        f"{board}/shipments",
        data={"carrier": "sf", "perk": [lamp["public_id"], base["public_id"]], f"number-{lamp['public_id']}": "SF1029384756"},
    )
    assert sent.status_code == 303
    assert await value("select count(*) from shipment") == 1
    assert (await client.get(f"{board}/perks?state=dispatched")).text.count("SF1029384756") == 2

    await sign_in(client, backer)
    assert await value("select count(*) from notice where member = {} and event = 'perk_dispatched'", backer.id) == 1
    page = (await client.get(f"/perks/{lamp['public_id']}")).text
    assert "顺丰在路上，运单号 SF1029384756" in page
    late = await client.post(f"/perks/{lamp['public_id']}/destination", data=HOME)
    assert (late.status_code, "已经开始打包" in late.text) == (409, True)
    assert not await complete_campaign(campaign["id"])
    assert (await client.post(f"/perks/{base['public_id']}/receipt")).status_code == 303
    assert [perk["state"] for perk in await perks_of(backer)] == ["received", "received", "named"]
    assert (await client.post(f"/perks/{base['public_id']}/receipt")).status_code == 409
    assert [await complete_campaign(campaign["id"]), await complete_campaign(campaign["id"])] == [True, False]
    await tell(campaign["id"], "completed")
    assert await value("select count(*) from notice where member = {} and event = 'campaign_completed'", owner.id) == 1
    steps = await rows("select state from perk_event where subject = {} order by id", lamp["id"])
    walked = ["owed", "answers_due", "answered", "locked", "packed", "dispatched", "received"]
    assert [step["state"] for step in steps] == walked


async def test_an_address_is_seen_only_by_its_backer_and_whoever_ships(db: None, client: httpx.AsyncClient) -> None:
    owner, backer = await anyone_new(), await anyone_new("小满")
    brand = await make_brand(owner)
    campaign = await collected(backer, brand=brand)
    lamp = (await perks_of(backer))[0]
    await sign_in(client, backer)
    await client.post(f"/perks/{lamp['public_id']}/destination", data=HOME)
    board = f"/brands/{brand['public_id']}/studio/campaigns/{campaign['public_id']}/perks"
    for role, sees in (("fulfilment", True), ("editor", False), ("support", False)):
        person = await anyone_new()
        await join_team(brand, person, role)
        await sign_in(client, person)
        page = (await client.get(board)).text
        assert ("文三路" in page, "138 0000 0000" in page, "小满" in page) == (sees, sees, True)
        sent = await client.post(
            board.replace("/perks", "/shipments"), data={"carrier": "sf", "perk": "none", "tracking_number": "1"}
        )
        assert (sent.status_code == 403) is not sees
    await sign_in(client, await anyone_new())
    assert (await client.get(f"/perks/{lamp['public_id']}")).status_code == 404
    assert (await client.get(board)).status_code == 404
    assert (await client.post(f"/perks/{lamp['public_id']}/receipt")).status_code == 404
    pledge = await row("select public_id from pledge where backer = {}", backer.id)
    assert pledge is not None
    key = await capability_key("pledge", pledge["public_id"])
    client.cookies.clear()
    by_link = await client.get(f"/pledges/{pledge['public_id']}", params={"key": key})
    assert by_link.status_code == 200
    assert "文三路" not in by_link.text


async def test_several_people_get_a_parcel_each(db: None, client: httpx.AsyncClient) -> None:
    owner, one, two = await anyone_new(), await anyone_new(), await anyone_new()
    brand = await make_brand(owner)
    campaign = await collected(one, two, brand=brand, items=(("physical", "台灯"),))
    first, second = (await perks_of(one))[0], (await perks_of(two))[0]
    for backer, perk in ((one, first), (two, second)):
        await sign_in(client, backer)
        await client.post(f"/perks/{perk['public_id']}/destination", data=HOME)
    await sign_in(client, owner)
    url = f"/brands/{brand['public_id']}/studio/campaigns/{campaign['public_id']}/shipments"
    ids = [first["public_id"], second["public_id"]]
    shared = await client.post(url, data={"carrier": "zto", "perk": ids, "tracking_number": "Z1"})
    assert (shared.status_code, "不同的人要填不同的运单号" in shared.text) == (409, True)
    half = await client.post(url, data={"carrier": "zto", "perk": ids, f"number-{ids[0]}": "Z1"})
    assert half.status_code == 409
    assert await value("select count(*) from shipment") == 0, "one that can't go holds back none halfway"
    both = {"carrier": "zto", f"number-{ids[0]}": "Z1", f"number-{ids[1]}": "Z2"}
    assert (await client.post(url, data=both)).status_code == 303
    assert [each["tracking_number"] for each in await rows("select tracking_number from shipment order by id")] == ["Z1", "Z2"]


async def test_what_has_no_address_or_belongs_elsewhere_is_not_sent(db: None) -> None:
    backer, packer = await anyone_new(), await anyone_new()
    campaign, other = await collected(backer), await make_campaign()
    lamp = (await perks_of(backer))[0]
    with pytest.raises(Refusal, match="现在不能寄"):
        await dispatch_parcels(packer, campaign, "sf", [Parcel([lamp], "SF1")])
    await execute("update perk set state = 'answered' where id = {}", lamp["id"])
    with pytest.raises(Refusal, match="现在不能寄"):
        await dispatch_parcels(packer, campaign, "sf", [Parcel([lamp], "SF1")])
    with pytest.raises(Refusal, match="现在不能寄"):
        await dispatch_parcels(packer, other, "sf", [Parcel([lamp], "SF1")])
