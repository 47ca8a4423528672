"""The brand's desk of tiers: what is asked for stands, what cannot be is refused at its place, and the page tells it."""

import asyncio
import re
from datetime import timedelta
from typing import Any

import httpx

from app.accounts.leaving.kinds import Leaving
from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.database import execute, insert, row, rows, value
from app.foundation.i18n import zone
from app.foundation.ids import new_id
from app.foundation.refusals import Refusal
from campaigns.closing import close_campaign
from campaigns.moderated import MODERATED
from campaigns.pledging.actions import collect_pledge
from campaigns.pledging.claiming import start_pledge
from campaigns.stretching.tables import StretchGoal, StretchTier
from campaigns.telling import tell
from campaigns.tiers import leaving
from campaigns.tiers.actions import change_cap, end_tier, move_tier
from campaigns.tiers.tables import Item
from tests.campaigns.makers import anyone_new, end_now, make_campaign, make_pledge, make_tier, pledge_form
from tests.people import make_brand, make_member, sign_in
from tests.site.rules import rules_of_the_region

TIER = {
    "title": "一盏", "description": "", "price": "19.9", "cap": "20", "per_backer": "2", "deliver_month": "2029-06",
    "kind": ["physical", "credit"], "item": ["台灯一盏", "名字印在说明书上"],
}  # fmt: skip


async def desk(client: httpx.AsyncClient, **more: Any) -> tuple[dict[str, Any], str]:
    """A campaign and the address of its desk; the owner is signed in."""
    owner = await anyone_new("老板")
    brand = await make_brand(owner)
    campaign = await make_campaign(brand=brand, **({"state": "draft"} | more))
    await sign_in(client, owner)
    return campaign, f"/brands/{brand['public_id']}/studio/campaigns/{campaign['public_id']}"


async def in_days(days: float) -> str:
    return (await clock.now() + timedelta(days=days)).astimezone(zone.get()).strftime("%Y-%m-%dT%H:%M")


async def the_tier() -> dict[str, Any]:
    found = await row("select * from tier order by id desc limit 1")
    assert found is not None
    return found


async def contents() -> dict[str, int]:
    found = await rows(
        "select i.title, ti.quantity from tier_item ti join item i on i.id = ti.item order by ti.tier, ti.position"
    )
    return {one["title"]: one["quantity"] for one in found}


async def test_an_early_bird_is_written_and_stands_on_its_ticket(db: None, client: httpx.AsyncClient) -> None:
    campaign, url = await desk(client)
    assert (await client.get(f"{url}/tiers/new")).status_code == 200
    made = await client.post(f"{url}/tiers", data=TIER | {"usual_price": "29.9", "closes_at": await in_days(3)})
    assert made.status_code == 303, made.text
    tier = await the_tier()
    assert (tier["price"], tier["usual_price"], tier["cap"]) == (1990, 2990, 20)
    index = (await client.get(f"{url}/tiers")).text
    assert "早鸟" in index and "没有档位真按这个价卖" in index
    usual = (await client.get(f"{url}/tiers/new", params={"like": tier["public_id"], "usual": "1"})).text
    assert 'value="29.90"' in usual and "台灯一盏" in usual
    assert (await client.post(f"{url}/tiers", data=TIER | {"title": "普通", "price": "29.9"})).status_code == 303
    assert "没有档位真按这个价卖" not in (await client.get(f"{url}/tiers")).text
    await execute("update campaign set state = 'live' where id = {}", campaign["id"])
    page = (await client.get(f"/campaigns/{campaign['public_id']}")).text
    assert 'class="ticket__was"' in page and "¥29.90" in page and "这一档到" in page


async def test_what_cannot_be_is_refused_at_its_field_and_stays_typed(db: None, client: httpx.AsyncClient) -> None:
    _, url = await desk(client)
    for typed, field, says in (
        ({"price": "0"}, "price", "金额最少"),
        ({"price": "1000000000000000"}, "price", "金额"),
        ({"price": "-5"}, "price", "金额最少"),
        ({"price": "1.5", "per_backer": "2"}, "price", "一单最少 ¥4"),
        ({"usual_price": "9"}, "usual_price", "高于"),
        ({"late_price": "1"}, "late_price", "早支持的人吃亏"),
        ({"opens_at": "2026-12-05T20:00", "closes_at": "2026-12-04T20:00"}, "closes_at", "开始时间之后"),
        ({"deliver_month": "2020-01"}, "deliver_month", "截止之后"),
        ({"only_for": "supporters"}, "only_for", "不是从创意来的"),
        ({"only_for": "backers"}, "least_backed", "几次"),
        ({"item": ["", ""]}, "item", "至少一样"),
    ):
        refused = await client.post(f"{url}/tiers", data=TIER | {"title": "写好的名字"} | typed)
        assert refused.status_code in (409, 422) and f'id="f-{field}-error"' in refused.text and says in refused.text, (
            typed,
            field,
        )
        assert "写好的名字" in refused.text
    assert await value("select count(*) from tier") == 0


async def test_a_ticket_below_the_least_charge_is_sold_from_several_on(db: None, client: httpx.AsyncClient) -> None:
    campaign, url = await desk(client)
    made = await client.post(f"{url}/tiers", data=TIER | {"price": "1", "per_backer": "10", "cap": ""})
    assert made.status_code == 303
    await execute("update campaign set state = 'live' where id = {}", campaign["id"])
    page = (await client.get(f"/campaigns/{campaign['public_id']}")).text
    assert "一单 4 份起" in page and "&amp;quantity=4" in page


async def test_things_are_shared_by_tiers_and_counted(db: None, client: httpx.AsyncClient) -> None:
    _, url = await desk(client)
    await client.post(f"{url}/tiers", data=TIER)
    items = {one["title"]: one["id"] for one in await rows("select id, title from item")}
    both = {"has": [str(one) for one in items.values()], "count": ["2", "0"], "kind": [], "item": []}
    assert (await client.post(f"{url}/tiers", data=TIER | both | {"title": "两盏"})).status_code == 303
    tier = await the_tier()
    found = await rows(
        "select i.title, ti.quantity from tier_item ti join item i on i.id = ti.item where ti.tier = {}", tier["id"]
    )
    assert [(one["title"], one["quantity"]) for one in found] == [("台灯一盏", 2)]
    assert await value("select count(*) from item") == 2, "nothing is written twice"
    foreign = await insert(Item, campaign=(await make_campaign())["id"], title="别家的", position=0)
    sent = {"has": [str(foreign["id"])], "count": ["1"], "kind": [], "item": []}
    assert (await client.post(f"{url}/tiers", data=TIER | sent)).status_code == 409, "another campaign's things are none"


async def test_what_the_brand_nets_is_worked_out_while_it_is_typed(db: None, client: httpx.AsyncClient) -> None:
    _, url = await desk(client)
    typed = await client.get(f"{url}/tiers/net", params={"price": "100"}, headers={"HX-Request": "true"})
    assert "¥89.60" in typed.text and "支付宝" in typed.text, "100 less 5 % and 3.4 % + 2"
    assert typed.headers["cache-control"] == "no-store" and "<html" not in typed.text
    for half in ("", "1e999", "abc", "-4", "9" * 30):
        answer = await client.get(f"{url}/tiers/net", params={"price": half}, headers={"HX-Request": "true"})
        assert answer.status_code == 200 and "填上价格" in answer.text
    assert "亏" in (await client.get(f"{url}/tiers/net", params={"price": "2"})).text
    await client.post(f"{url}/zones", data={"title": "大陆", "countries": ["CN"]})
    zone_id = await value("select public_id from shipping_zone")
    sent = {"price": "100", "zone": zone_id, "freight": "10"}
    assert "¥88.76" in (await client.get(f"{url}/tiers/net", params=sent)).text, "110 less 5.50 and 5.74, and 10 for the carrier"


async def test_zones_have_each_country_once_and_every_tier_its_price(db: None, client: httpx.AsyncClient) -> None:
    campaign, url = await desk(client)
    tier = await make_tier(campaign)
    assert (await client.get(f"{url}/zones")).status_code == 200
    asia = {"title": "亚洲", "countries": ["JP", "HK"], "tier": [tier["public_id"]], "freight": ["30"]}
    assert (await client.post(f"{url}/zones", data=asia)).status_code == 303
    for typed, field, says in (
        ({"title": "日本", "countries": ["JP"]}, "countries", "已经在“亚洲”里了"),
        ({"title": "空"}, "countries", "至少选一个"),
        ({"title": "", "countries": ["CN"]}, "title", "还没有填写"),
        ({"title": "大陆", "countries": ["CN"], "tier": [tier["public_id"]], "freight": ["-1"]}, "freight", "金额最少"),
    ):
        refused = await client.post(f"{url}/zones", data=typed)
        assert refused.status_code in (409, 422) and f'id="f-{field}-error"' in refused.text and says in refused.text, typed
    assert (await client.post(f"{url}/zones", data={"title": "别处", "countries": ["*"]})).status_code == 303
    assert await rows("select countries from shipping_zone order by id") == [{"countries": ["HK", "JP"]}, {"countries": ["*"]}]
    one = await value("select public_id from shipping_zone order by id limit 1")
    assert 'value="30"' in (await client.get(f"{url}/zones/{one}")).text
    changed = asia | {"countries": ["JP"], "freight": [""]}
    assert (await client.post(f"{url}/zones/{one}", data=changed)).status_code == 303
    assert await value("select count(*) from tier_shipping") == 0
    assert "一盏" in (await client.get(f"{url}/tiers")).text and "还没写运费" in (await client.get(f"{url}/tiers")).text
    assert (await client.post(f"{url}/zones/{one}/removal")).status_code == 303
    assert await value("select count(*) from shipping_zone") == 1


async def test_a_new_tier_says_what_it_costs_to_ship(db: None, client: httpx.AsyncClient) -> None:
    campaign, url = await desk(client)
    for title, country in (("大陆", "CN"), ("港澳", "HK")):
        await client.post(f"{url}/zones", data={"title": title, "countries": [country]})
    zones = [one["public_id"] for one in await rows("select public_id from shipping_zone order by id")]
    assert (await client.post(f"{url}/tiers", data=TIER | {"zone": zones, "freight": ["0", "25"]})).status_code == 303
    assert [one["price"] for one in await rows("select price from tier_shipping order by zone")] == [0, 2500]
    await execute("update campaign set state = 'live' where id = {}", campaign["id"])
    assert "运费：大陆包邮，港澳 ¥25" in (await client.get(f"/campaigns/{campaign['public_id']}")).text
    assert (await client.post(f"{url}/zones/{zones[0]}/removal")).status_code == 409, "what backers saw stays"


async def test_by_weight_each_zone_says_its_first_and_further_grams(db: None, client: httpx.AsyncClient) -> None:
    _, url = await desk(client)
    assert (await client.post(f"{url}/zones/way", data={"shipping_by": "weight"})).status_code == 303
    wrong = await client.post(f"{url}/zones", data={"title": "大陆", "countries": ["CN"], "first_price": "8"})
    assert (wrong.status_code, 'id="f-first_grams-error"' in wrong.text) == (409, True)
    typed = {
        "title": "大陆",
        "countries": ["CN"],
        "first_grams": "1000",
        "first_price": "8",
        "next_grams": "500",
        "next_price": "3",
    }
    assert (await client.post(f"{url}/zones", data=typed)).status_code == 303
    await client.post(f"{url}/tiers", data=TIER)
    assert "还没写运费或重量" in (await client.get(f"{url}/tiers")).text
    tier = await the_tier()
    assert (await client.post(f"{url}/tiers/{tier['public_id']}", data=TIER | {"weight": "1200"})).status_code == 303
    assert "还没写运费或重量" not in (await client.get(f"{url}/tiers")).text
    net = await client.get(f"{url}/tiers/net", params={"price": "100", "weight": "1200"})
    assert "¥11" in net.text


async def test_variants_have_names_and_numbers_of_their_own(db: None, client: httpx.AsyncClient) -> None:
    campaign, url = await desk(client)
    lamp = {
        "title": "台灯", "kind": "physical", "choice": "颜色", "variant": ["", "", ""], "variant_title": ["暖白", "砖红", ""],
        "variant_sku": ["L-W", "", ""],
    }  # fmt: skip
    assert (await client.post(f"{url}/items", data=lamp)).status_code == 303
    found = await rows("select title, sku, public_id from variant order by position")
    assert [(one["title"], one["sku"]) for one in found] == [("暖白", "L-W"), ("砖红", "01-01")]
    again = await client.post(f"{url}/items", data=lamp | {"title": "灯罩"})
    assert again.status_code == 409 and 'id="f-variant_sku-error"' in again.text and "已经是“台灯 · 暖白”的了" in again.text
    item = await value("select id from item")
    swapped = lamp | {
        "variant": [one["public_id"] for one in found],
        "variant_title": ["暖白", "砖红"],
        "variant_sku": ["01-01", "L-W"],
    }
    assert (await client.post(f"{url}/items/{item}", data=swapped)).status_code == 303
    after = {one["title"]: (one["sku"], one["public_id"]) for one in await rows("select * from variant")}
    assert after == {"暖白": ("01-01", found[0]["public_id"]), "砖红": ("L-W", found[1]["public_id"])}, "numbers may be swapped"
    await execute("update campaign set state = 'live' where id = {}", campaign["id"])
    ids = swapped["variant"]
    more = swapped | {"variant": [*ids, ""], "variant_title": ["暖白", "砖红", "墨绿"], "variant_sku": ["01-01", "L-W", ""]}
    assert (await client.post(f"{url}/items/{item}", data=more)).status_code == 303
    fewer = await client.post(f"{url}/items/{item}", data=more | {"variant_title": ["暖白", "", ""]})
    assert (fewer.status_code, "只能加" in fewer.text) == (409, True)
    assert await value("select count(*) from variant") == 3


async def test_a_thing_in_use_is_not_removed_from_under_its_tier(db: None, client: httpx.AsyncClient) -> None:
    campaign, url = await desk(client)
    await make_tier(campaign, items=[("physical", "台灯")])
    item = await value("select id from item")
    refused = await client.post(f"{url}/items/{item}/removal")
    assert (refused.status_code, "“一盏”里还有它" in refused.text) == (409, True)
    await execute("delete from tier")
    assert (await client.post(f"{url}/items/{item}/removal")).status_code == 303
    assert (await client.post(f"{url}/items/999999/removal")).status_code == 404


async def test_after_launch_a_tier_is_ended_for_good_and_new_ones_come(db: None, client: httpx.AsyncClient) -> None:
    campaign, url = await desk(client, state="live")
    tier = await make_tier(campaign, cap=5)
    backer = await anyone_new()
    await make_pledge(campaign, tier, backer)
    one = f"{url}/tiers/{tier['public_id']}"
    changed = await client.post(one, data=TIER)
    assert (changed.status_code, "提交之后档位不能再改" in changed.text) == (409, True)
    assert (await client.post(f"{url}/tiers/limits", data={"per_backer": "1"})).status_code == 409
    assert (await client.post(one + "/ending")).status_code == 303
    assert (await client.post(one + "/ending")).status_code == 409
    page = (await client.get(f"/campaigns/{campaign['public_id']}")).text
    assert "已结束" in page and f"pledges/new?tier={tier['public_id']}" not in page
    assert (await client.post(f"{url}/tiers", data=TIER | {"title": "新的"})).status_code == 303
    await sign_in(client, await anyone_new())
    refused = await client.get(f"/campaigns/{campaign['public_id']}/pledges/new", params={"tier": tier["public_id"]})
    assert "结束" in refused.text
    assert "新的" in (await client.get(f"/campaigns/{campaign['public_id']}")).text


async def test_tiers_stand_in_the_order_that_the_brand_gave_them(db: None, client: httpx.AsyncClient) -> None:
    _, url = await desk(client)
    for title in ("一", "二", "三"):
        await client.post(f"{url}/tiers", data=TIER | {"title": title})
    await client.post(f"{url}/tiers", data=TIER | {"title": "加购", "is_add_on": "1", "price": "1"})
    ids = {one["title"]: one["public_id"] for one in await rows("select title, public_id from tier")}
    for title, way in (("三", "rise"), ("一", "fall"), ("三", "rise")):
        assert (await client.post(f"{url}/tiers/{ids[title]}/{way}")).status_code == 303
    assert [one["title"] for one in await rows("select title from tier where not is_add_on order by position")] == [
        "三",
        "一",
        "二",
    ]


async def test_add_ons_cost_anything_and_stand_apart(db: None, client: httpx.AsyncClient) -> None:
    campaign, url = await desk(client)
    await client.post(f"{url}/tiers", data=TIER)
    assert (await client.post(f"{url}/tiers", data=TIER | {"title": "贴纸", "is_add_on": "1", "price": "0.5"})).status_code == 303
    await execute("update campaign set state = 'live' where id = {}", campaign["id"])
    page = (await client.get(f"/campaigns/{campaign['public_id']}")).text
    assert "贴纸" in page and "支持 ¥19.90 起" in page, "what is cheapest alone is no add-on"
    assert page.count('class="ticket-wrap"') == 1


async def test_a_secret_tier_is_seen_by_its_link_until_it_is_taken_back(db: None, client: httpx.AsyncClient) -> None:
    campaign, url = await desk(client, state="live")
    tier = await make_tier(campaign, title="给老朋友的", secret=True)
    links = f"{url}/tiers/{tier['public_id']}/links"
    assert (await client.post(links, data={"note": "老朋友群", "days": "7"})).status_code == 303
    shown = (await client.get(links)).text
    found = re.search(rf"/campaigns/{campaign['public_id']}/tiers/{tier['public_id']}\?key=[\w.]+", shown)
    assert found is not None
    path = found[0]
    await sign_in(client, await anyone_new())
    assert "给老朋友的" not in (await client.get(f"/campaigns/{campaign['public_id']}")).text
    opened = await client.get(path)
    assert "给老朋友的" in opened.text and opened.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in opened.headers["x-robots-tag"] and "&amp;key=" in opened.text
    assert (await client.get(path.split("?")[0])).status_code == 404
    assert (await client.get(path[:-3] + "000")).status_code == 404
    assert (await client.get(f"/campaigns/{campaign['public_id']}/tiers/nothere")).status_code == 404
    key = path.split("key=")[1]
    asked = {"tier": tier["public_id"], "key": key}
    assert (await client.get(f"/campaigns/{campaign['public_id']}/pledges/new", params=asked)).status_code == 200
    await execute("update capability_link set revoked_at = app_now()")
    assert (await client.get(path)).status_code == 404
    assert (await client.get(f"/campaigns/{campaign['public_id']}/pledges/new", params=asked)).status_code == 404


async def test_a_list_says_which_lines_it_did_not_understand(db: None, client: httpx.AsyncClient) -> None:
    campaign, url = await desk(client, state="live")
    tier = await make_tier(campaign, only_for="list")
    here = f"{url}/tiers/{tier['public_id']}/guests"
    fan = await make_member(email="fan@people.test")
    answer = await client.post(here, data={"people": "Fan <FAN@people.test>\n13800138000\n张三\n1380013\nfan@people.test"})
    assert answer.status_code == 422 and "2 行没有看懂" in answer.text and "第 3 行" in answer.text and "第 4 行" in answer.text
    assert [one["address"] for one in await rows("select address from tier_guest order by id")] == [
        "fan@people.test",
        "+8613800138000",
    ]
    assert "张三\n1380013" in answer.text, "what was not understood stays in the field"
    again = await client.post(here, data={"people": "fan@people.test"})
    assert again.status_code == 303 and await value("select count(*) from tier_guest") == 2
    assert "f***@people.test" in (await client.get(here)).text
    pledge = await start_pledge(fan, campaign, pledge_form(tier))
    assert pledge["state"] == "started"
    other = await make_member(email="other@people.test")
    await sign_in(client, other)
    refused = await client.get(f"/campaigns/{campaign['public_id']}/pledges/new", params={"tier": tier["public_id"]})
    assert "只对受邀的人开放" in refused.text


async def test_a_site_without_donations_knows_no_open_price_and_no_thanks_alone(db: None, client: httpx.AsyncClient) -> None:
    campaign, url = await desk(client)
    await client.post(f"{url}/tiers", data=TIER | {"title": "随你", "price_is_open": "1"})
    await client.post(f"{url}/tiers", data=TIER | {"title": "只谢", "kind": ["credit"], "item": ["名字"]})
    await execute("update campaign set state = 'live' where id = {}", campaign["id"])
    page = (await client.get(f"/campaigns/{campaign['public_id']}")).text
    assert "随你出" in page and "只谢" in page
    await rules_of_the_region(no_donations=True)
    page = (await client.get(f"/campaigns/{campaign['public_id']}")).text
    assert "随你出" not in page and "只谢" not in page
    for typed, field in (({"price_is_open": "1"}, "price"), ({"kind": ["credit"], "item": ["名字"]}, "item")):
        refused = await client.post(f"{url}/tiers", data=TIER | typed)
        assert refused.status_code == 409 and "不收捐款" in refused.text, field
    await sign_in(client, await anyone_new())
    tiers = {one["title"]: one for one in await rows("select * from tier")}
    for title, more, status in (("随你", {"unit_price": "50"}, 307), ("随你", {"extra": "5"}, 409), ("只谢", {}, 404)):
        sent = {"tier": tiers[title]["public_id"], "quantity": "1", "method": "card", "request_key": new_id()} | more
        answer = await client.post(f"/campaigns/{campaign['public_id']}/pledges", data=sent)
        assert answer.status_code == status, title
    assert await rows("select amount from pledge") == [{"amount": 1990}], "nobody gives more than the price, or for thanks alone"


async def make_goal(campaign: dict[str, Any], tiers: list[dict[str, Any]], item: str = "", **more: Any) -> dict[str, Any]:
    thing = await insert(Item, campaign=campaign["id"], title=item, position=9) if item else None
    goal = await insert(
        StretchGoal,
        campaign=campaign["id"],
        item=thing and thing["id"],
        **({"title": item or "一句话", "target": 150_000} | more),
    )
    for tier in tiers:
        await insert(StretchTier, goal=goal["id"], tier=tier["id"])
    return goal


async def test_stretch_goals_are_promised_at_the_desk(db: None, client: httpx.AsyncClient) -> None:
    campaign, url = await desk(client)
    tier = await make_tier(campaign)
    typed = {
        "title": "多一个底座",
        "by": "amount",
        "target": "2000",
        "item": "new",
        "item_title": "底座",
        "tiers": [tier["public_id"]],
    }
    assert (await client.get(f"{url}/stretch")).status_code == 200
    for wrong, field, says in (
        ({"target": "1000"}, "target", "要比目标金额 ¥1,000 更高"),
        ({"target": "0"}, "target", "请填一个金额"),
        ({"by": "backers", "target": "1.5"}, "target", "请填人数"),
        ({"tiers": []}, "tiers", "哪些档位"),
        ({"item_title": ""}, "item_title", "解锁的是什么"),
    ):
        refused = await client.post(f"{url}/stretch", data=typed | wrong)
        assert refused.status_code == 409 and f'id="f-{field}-error"' in refused.text and says in refused.text, (
            wrong,
            refused.text,
        )
    assert await value("select count(*) from item where title = '底座'") == 0
    assert (await client.post(f"{url}/stretch", data=typed)).status_code == 303
    goal = await row("select * from stretch_goal")
    assert goal is not None and goal["target"] == 200_000
    assert (await client.post(f"{url}/stretch/{goal['public_id']}", data=typed | {"target": "3000"})).status_code == 303
    await execute("update campaign set state = 'live', launched_at = app_now() where id = {}", campaign["id"])
    page = (await client.get(f"/campaigns/{campaign['public_id']}")).text
    assert "多一个底座" in page and "还差 ¥3,000" in page and "加进一盏" in page
    assert (await client.post(f"{url}/stretch/{goal['public_id']}", data=typed)).status_code == 409, "what was said holds"
    assert (await client.post(f"{url}/stretch/{goal['public_id']}/removal")).status_code == 409
    assert (await client.post(f"{url}/stretch", data=typed | {"title": "再多", "target": "4000", "item": ""})).status_code == 303


async def test_what_is_unlocked_is_owed_to_every_pledge_of_its_tiers(db: None) -> None:
    campaign = await make_campaign(goal=4000, state="live")
    one, two = await make_tier(campaign), await make_tier(campaign, title="两盏", items=[("physical", "台灯两盏")])
    await make_goal(campaign, [one, two], "底座", target=6000)
    await make_goal(campaign, [one], "贴纸", by="backers", target=3, quantity=2)
    await make_goal(campaign, [one], "太远", target=10_000)
    first, second = await make_pledge(campaign, one, quantity=2), await make_pledge(campaign, two, method="alipay", state="paid")
    third = await make_pledge(campaign, one)
    await end_now(campaign)
    assert await close_campaign(campaign["id"]) == "succeeded"
    assert await rows("select title, reached from stretch_goal order by id") == [
        {"title": "底座", "reached": True}, {"title": "贴纸", "reached": True}, {"title": "太远", "reached": False},
    ]  # fmt: skip
    for pledge in (first, second, third):
        await collect_pledge(pledge["id"])
    owed = {
        one["pledge"]: one["what"]
        for one in await rows("select pledge, array_agg(title::text order by title) as what from perk group by pledge")
    }
    assert owed[first["id"]] == sorted(["台灯", "台灯", "底座", "底座", *["贴纸"] * 4])
    assert owed[second["id"]] == sorted(["台灯两盏", "底座"])
    await tell(campaign["id"], "unlocked")
    await tell(campaign["id"], "unlocked")
    told = await rows("select count(*) as n from notice where event = 'stretch_unlocked' group by member")
    assert [each["n"] for each in told] == [1, 1, 1]


async def test_a_failed_campaign_unlocks_nothing(db: None) -> None:
    campaign = await make_campaign(goal=1_000_000)
    tier = await make_tier(campaign)
    await make_goal(campaign, [tier], "底座", by="backers", target=1)
    await make_pledge(campaign, tier)
    await end_now(campaign)
    assert await close_campaign(campaign["id"]) == "failed"
    assert await value("select reached from stretch_goal") is None
    assert await value("select count(*) from tier_item") == 1


async def test_fresh_numbers_light_the_goals_they_reach(db: None, client: httpx.AsyncClient) -> None:
    campaign = await make_campaign(goal=1000)
    tier = await make_tier(campaign)
    await make_goal(campaign, [tier], "底座", by="backers", target=2, title="两个人")
    await make_goal(campaign, [tier], "灯罩", target=4000, title="四十块")
    await make_pledge(campaign, tier)
    url = f"/campaigns/{campaign['public_id']}"
    page = (await client.get(url)).text
    assert "还差 1 人" in page and "stretch__goal--lit" not in page and ">¥40<" in page, "the ruler knows it too"
    await make_pledge(campaign, tier)
    await make_pledge(campaign, tier)
    fresh = (await client.get(f"{url}/progress", params={"lang": "zh-Hans", "zone": "Asia/Shanghai", "seen": "x"})).text
    assert 'hx-target="#stretch"' in fresh and fresh.count("stretch__goal--lit") == 2


async def test_an_address_on_a_list_is_told_of_and_forgotten_with_its_owner(db: None) -> None:
    fan = await make_member(email="fan@people.test")
    tier = await make_tier(await make_campaign(), only_for="list")
    for address in ("fan@people.test", "other@people.test"):
        await execute("insert into tier_guest (tier, kind, address) values ({}, 'email', {})", tier["id"], address)
    assert [one["address"] for one in (await leaving.export(fan.id))["guest_lists"]] == ["fan@people.test"]
    await leaving.erase(Leaving(fan.id, fan.public_id, ("fan@people.test",)))
    assert await rows("select address from tier_guest") == [{"address": "other@people.test"}]


async def test_what_is_offered_is_read_by_staff_with_the_campaign(db: None) -> None:
    campaign = await make_campaign()
    tier = await make_tier(
        campaign, title="奇怪的档位", description="奇怪的说明", picture="abc123def456", items=[("physical", "奇怪的东西")]
    )
    await make_goal(campaign, [tier], "奇怪的目标")
    kind = MODERATED["campaign"]
    found = await row(
        f"select {' || '.join(kind.texts)} as texts, {kind.pictures} as pictures from campaign t where id = {{}}", campaign["id"]
    )
    assert found is not None
    assert all(what in found["texts"] for what in ("奇怪的档位", "奇怪的说明", "奇怪的东西", "奇怪的目标"))
    assert "abc123def456" in found["pictures"]


async def test_caps_grow_and_tiers_end_while_many_take_places(committed_db: str) -> None:
    """Nobody waits in a ring, nothing is oversold, and after the end there is nothing to be had."""
    campaign = await make_campaign()
    tier = await make_tier(campaign, cap=5)
    backers = [await anyone_new() for _ in range(24)]

    async def wants(backer: Viewer) -> bool:
        try:
            await start_pledge(backer, campaign, pledge_form(tier))
        except Refusal:
            return False
        return True

    got = await asyncio.gather(
        *(wants(backer) for backer in backers[:12]), change_cap(campaign, tier, 8), move_tier(campaign, tier, True),
        *(wants(backer) for backer in backers[12:]),
    )  # fmt: skip
    now = await row("select cap, taken from tier where id = {}", tier["id"])
    assert now is not None and now["cap"] == 8 and sum(one is True for one in got) == now["taken"] <= 8
    await end_tier(campaign, tier)
    assert not await wants(await anyone_new())
