"""One page from tier to promise: what can be chosen, what it comes to, and each refusal at its field with what was typed."""

from typing import Any

import httpx
import pytest

from app.accounts.capabilities import capability_key
from app.accounts.intents.actions import finish_intent
from app.accounts.intents.kinds import Intent
from app.accounts.intents.queries import intent_by_key, what_will_be_done
from app.accounts.viewer import Viewer
from app.foundation.database import execute, insert, row, rows, value
from campaigns.tiers.tables import Item, ShippingZone, TierItem, TierShipping, Variant
from tests.campaigns.makers import anyone_new, make_campaign, make_pledge, make_tier
from tests.people import sign_in
from tests.site.rules import rules_of_the_region

pytestmark = pytest.mark.usefixtures("db")
KEY = "0123456789abcdef0123456789abcdef"


async def signed_in(client: httpx.AsyncClient) -> Viewer:
    backer = await anyone_new()
    await sign_in(client, backer)
    return backer


async def with_colours(campaign: dict[str, Any], tier: dict[str, Any], *, pieces: int = 1, title: str = "灯罩") -> list[str]:
    """A thing in it that comes in two colours; the variants' public ids."""
    item = await insert(Item, campaign=campaign["id"], kind="physical", title=title, choice="颜色")
    await insert(TierItem, tier=tier["id"], item=item["id"], quantity=pieces)
    return [
        (await insert(Variant, item=item["id"], campaign=campaign["id"], title=colour, sku=f"{title}-{colour}", position=n))[
            "public_id"
        ]
        for n, colour in enumerate(("暖白", "墨黑"))
    ]


async def zone(campaign: dict[str, Any], title: str, countries: list[str], prices: dict[int, int]) -> None:
    made = await insert(ShippingZone, campaign=campaign["id"], title=title, countries=countries)
    for tier, price in prices.items():
        await insert(TierShipping, tier=tier, zone=made["id"], price=price)


def typed(tier: dict[str, Any], **more: str) -> dict[str, str]:
    return {"tier": tier["public_id"], "quantity": "1", "method": "card", "request_key": KEY} | more


async def order(client: httpx.AsyncClient, campaign: dict[str, Any], form: dict[str, str]) -> httpx.Response:
    return await client.post(f"/campaigns/{campaign['public_id']}/pledges", data=form)


async def test_everything_that_was_chosen_is_priced_as_lines_and_kept(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, price=10_000, cap=10, price_is_open=True)
    stand = await make_tier(campaign, title="支架", price=2_000, cap=5, is_add_on=True)
    warm, black = await with_colours(campaign, tier)
    await zone(campaign, "大陆", ["CN"], {tier["id"]: 0, stand["id"]: 500})
    await zone(campaign, "别处", ["*"], {tier["id"]: 3_000, stand["id"]: 500})
    backer = await signed_in(client)
    form = typed(
        tier, quantity="2", unit_price="120", extra="6.6", country="HK",
        **{f"add_on.{stand['public_id']}": "1", f"count.{warm}": "1", f"count.{black}": "1"},
    )  # fmt: skip
    shown = await client.post(f"/campaigns/{campaign['public_id']}/pledges/order", data=form)
    assert shown.status_code == 200 and "¥331.60" in shown.text and 'value="33160"' in shown.text
    assert "达标后从卡里扣 ¥331.60" in shown.text
    assert (await order(client, campaign, form | {"seen": "33160"})).status_code == 307
    pledge = await row("select * from pledge where backer = {}", backer.id)
    assert pledge and (pledge["amount"], pledge["country"], pledge["quantity"]) == (33_160, "HK", 2)
    lines = await rows("select kind, unit_amount, quantity from pledge_line where pledge = {} order by id", pledge["id"])
    assert [tuple(line.values()) for line in lines] == [
        ("tier", 12_000, 2), ("add_on", 2_000, 1), ("shipping", 3_000, 2), ("shipping", 500, 1), ("extra", 660, 1),
    ]  # fmt: skip
    assert [one["taken"] for one in await rows("select taken from tier order by id")] == [2, 1]
    assert await value("select count(*) from pledge_choice where quantity = 1") == 2
    page = (await client.get(f"/pledges/{pledge['public_id']}")).text
    assert all(text in page for text in ("支架 × 1", "运费：一盏 × 2", "额外支持", "灯罩：暖白 × 1", "灯罩：墨黑 × 1"))


async def test_one_piece_is_picked_and_several_are_counted(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign)
    warm, black = await with_colours(campaign, tier)
    await signed_in(client)
    url = f"/campaigns/{campaign['public_id']}/pledges/new?tier={tier['public_id']}"
    one = (await client.get(url)).text
    assert f'value="{warm}"' in one and 'name="pick.' in one and "count." not in one
    several = (await client.get(url + "&quantity=3")).text
    assert f'name="count.{warm}"' in several and 'name="pick.' not in several and "一共 3 件" in several
    item = await value("select item from variant where public_id = {}", black)
    assert (await order(client, campaign, typed(tier, **{f"pick.{item}": black}))).status_code == 307
    assert await value("select v.title from pledge_choice c join variant v on v.id = c.variant") == "墨黑"


async def test_without_scripts_a_button_counts_anew_and_takes_nothing(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, price=1990)
    await signed_in(client)
    page = await order(client, campaign, typed(tier, quantity="3", recount="1", note="给妈妈", email="a@b.test"))
    assert page.status_code == 200
    assert "¥59.70" in page.text and "给妈妈" in page.text and 'value="5970"' in page.text
    assert await value("select count(*) from pledge") == 0


async def test_shipping_is_said_for_each_place_and_a_likely_one_is_chosen(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, price=10_000)
    await zone(campaign, "大陆", ["CN"], {tier["id"]: 0})
    await zone(campaign, "港澳台", ["HK", "MO", "TW"], {tier["id"]: 2_500})
    url = f"/campaigns/{campaign['public_id']}/pledges/new?tier={tier['public_id']}"
    page = (await client.get(url, headers={"accept-language": "zh-HK"})).text
    assert '<option value="HK" selected>' in page and "¥125" in page
    page = (await client.get(url + "&country=CN")).text
    assert '<option value="CN" selected>' in page and 'name="seen" value="10000"' in page
    assert "包邮" in page and "运费 ¥25" in page and 'value="US"' not in page


async def test_by_weight_the_whole_order_is_weighed(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    await execute("update campaign set shipping_by = 'weight' where id = {}", campaign["id"])
    tier = await make_tier(campaign, price=10_000, weight=600)
    await insert(
        ShippingZone, campaign=campaign["id"], title="大陆", countries=["CN"], first_grams=1000, first_price=1200, next_grams=500,
        next_price=300,
    )  # fmt: skip
    await signed_in(client)
    assert (await order(client, campaign, typed(tier, quantity="3", country="CN"))).status_code == 307
    assert await value("select amount from pledge_line where kind = 'shipping'") == 1800


REFUSALS: dict[str, tuple[dict[str, str], str, str]] = {
    "a negative number": ({"quantity": "-1"}, "quantity", "请填 1 到 100 之间的整数"),
    "a negative add-on": ({"add_on.{add_on}": "-2"}, "add_ons", "份数不能是负数"),
    "no number of an add-on": ({"add_on.{add_on}": "两个"}, "add_ons", "份数请填一个整数"),
    "another campaign's add-on": ({"add_on.{foreign}": "1"}, "add_ons", "不在这个众筹里"),
    "a tier as an add-on": ({"add_on.{other}": "1"}, "add_ons", "不在这个众筹里"),
    "more add-ons than one may": ({"add_on.{add_on}": "3"}, "add_ons", "每人最多 2 份"),
    "no variant chosen": ({}, "choices", "请选好每件的颜色"),
    "counts that don't add up": ({"quantity": "2", "count.{warm}": "3"}, "choices", "一共 2 件"),
    "a negative count": ({"count.{warm}": "-1", "count.{black}": "2"}, "choices", "不能是负数"),
    "a variant of another tier": ({"count.{foreign_variant}": "1"}, "choices", "不在这一单里"),
    "no country": ({"pick.1": "{warm}", "country": ""}, "country", "选一下寄到哪里"),
    "a country it isn't shipped to": ({"pick.1": "{warm}", "country": "JP"}, "country", "不寄到你选的地区"),
    "no country at all": ({"pick.1": "{warm}", "country": "XX"}, "country", "请从列出的选项里选一个"),
    "under the least of an open price": ({"pick.1": "{warm}", "unit_price": "5"}, "unit_price", "每份最少 ¥20"),
    "a price that is none": ({"pick.1": "{warm}", "unit_price": "很多"}, "unit_price", "请填一个金额"),
    "a negative extra": ({"pick.1": "{warm}", "extra": "-3"}, "extra", "不能是负数"),
    "an extra beyond all sums": ({"pick.1": "{warm}", "extra": "99999999999"}, "quantity", "金额最多 ¥999,999.99"),
    "a gift for nobody": ({"pick.1": "{warm}", "is_gift": "1"}, "gift_name", "写一下送给谁"),
    "a gift to no address": (
        {"pick.1": "{warm}", "is_gift": "1", "gift_name": "阿青", "gift_email": "阿青"},
        "gift_email",
        "不像一个邮箱",
    ),
    "a message without end": ({"pick.1": "{warm}", "message": "长" * 501}, "message", "最多 500 个字"),
}


@pytest.mark.parametrize("case", REFUSALS)
async def test_each_refusal_stands_at_its_field_and_keeps_what_was_typed(client: httpx.AsyncClient, case: str) -> None:
    campaign, elsewhere = await make_campaign(), await make_campaign()
    tier = await make_tier(campaign, price=2_000, price_is_open=True)
    other = await make_tier(campaign, title="两盏")
    add_on = await make_tier(campaign, title="支架", price=500, is_add_on=True, per_backer=2)
    foreign = await make_tier(elsewhere, title="别家的", is_add_on=True)
    warm, black = await with_colours(campaign, tier)
    foreign_variant, _ = await with_colours(elsewhere, foreign)
    await zone(campaign, "大陆", ["CN"], {tier["id"]: 0, add_on["id"]: 0})
    names = {
        "add_on": add_on["public_id"], "foreign": foreign["public_id"], "other": other["public_id"], "warm": warm, "black": black,
        "foreign_variant": foreign_variant,
    }  # fmt: skip
    more, field, said = REFUSALS[case]
    form = typed(tier, country="CN", note="只给我看的话") | {k.format(**names): v.format(**names) for k, v in more.items()}
    if field == "add_ons":
        form |= {f"count.{warm}": "1"}
    await signed_in(client)
    refused = await order(client, campaign, form)
    assert refused.status_code in (409, 422)
    assert said in refused.text and f'id="f-{field}-error"' in refused.text
    assert "只给我看的话" in refused.text and f'value="{KEY}"' in refused.text
    assert await value("select count(*) from pledge") == 0


async def test_tiers_that_are_not_to_be_had_say_why(client: httpx.AsyncClient) -> None:
    campaign, elsewhere = await make_campaign(), await make_campaign()
    await signed_in(client)
    closed = await make_tier(campaign, title="早鸟")
    await execute("update tier set closes_at = app_now() - interval '1 hour' where id = {}", closed["id"])
    refused = await order(client, campaign, typed(closed))
    assert (refused.status_code, "结束，看看别的档位" in refused.text) == (409, True)
    later = await make_tier(campaign, title="明天")
    await execute("update tier set opens_at = app_now() + interval '1 day' where id = {}", later["id"])
    assert "才开始" in (await order(client, campaign, typed(later))).text
    invited = await make_tier(campaign, title="受邀", only_for="list")
    refused = await order(client, campaign, typed(invited))
    assert (refused.status_code, "只对受邀的人开放" in refused.text) == (409, True)
    assert (await order(client, campaign, typed(await make_tier(elsewhere)))).status_code == 404
    assert await value("select count(*) from pledge") == 0


async def test_a_secret_tier_is_found_by_its_link_alone_whose_key_goes_along_in_the_form(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, title="老朋友档", secret=True)
    await signed_in(client)
    url = f"/campaigns/{campaign['public_id']}/pledges/new?tier={tier['public_id']}"
    assert (await client.get(url)).status_code == 404
    assert (await order(client, campaign, typed(tier))).status_code == 404
    assert (await order(client, campaign, typed(tier, key="guessed"))).status_code == 404
    key = await capability_key("tier", tier["public_id"])
    page = await client.get(f"{url}&key={key}")
    assert page.status_code == 200 and f'name="key" value="{key}"' in page.text
    wrong = await order(client, campaign, typed(tier, key=key, quantity="0"))
    assert wrong.status_code == 422 and f'name="key" value="{key}"' in wrong.text
    assert (await order(client, campaign, typed(tier, key=key))).status_code == 307


async def test_where_the_region_forbids_donations_nobody_gives_more_than_a_price(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, price_is_open=True)
    await rules_of_the_region(no_donations=True)
    await signed_in(client)
    url = f"/campaigns/{campaign['public_id']}/pledges/new?tier={tier['public_id']}"
    page = (await client.get(url)).text
    assert 'name="extra"' not in page and 'name="unit_price"' not in page
    refused = await order(client, campaign, typed(tier, extra="5"))
    assert "不收额外的金额" in refused.text and refused.status_code == 409
    assert (await order(client, campaign, typed(tier, unit_price="99"))).status_code == 307
    assert await value("select amount from pledge") == tier["price"]


async def test_amounts_are_typed_behind_the_sign_that_prices_bear(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign(currency="HKD")
    tier = await make_tier(campaign, price_is_open=True)
    page = (await client.get(f"/campaigns/{campaign['public_id']}/pledges/new?tier={tier['public_id']}")).text
    assert page.count('__unit">HK$</span>') == 2


async def test_a_campaign_may_take_no_extra_amounts(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign)
    await execute("update campaign set takes_extra = false where id = {}", campaign["id"])
    await signed_in(client)
    refused = await order(client, campaign, typed(tier, extra="5"))
    assert (refused.status_code, "不收额外的金额" in refused.text) == (409, True)


async def test_words_for_the_brand_and_for_oneself_are_kept_apart(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign)
    backer = await signed_in(client)
    assert (await order(client, campaign, typed(tier, note="给妈妈的生日", message="想要哑光的"))).status_code == 307
    pledge = await row("select * from pledge where backer = {}", backer.id)
    assert pledge
    page = (await client.get(f"/pledges/{pledge['public_id']}")).text
    assert "给妈妈的生日" in page and "想要哑光的" in page
    key = await capability_key("pledge", pledge["public_id"])
    client.cookies.clear()
    seen = (await client.get(f"/pledges/{pledge['public_id']}?key={key}")).text
    assert "给妈妈的生日" not in seen and "想要哑光的" not in seen
    await sign_in(client, backer)
    await client.post(f"/pledges/{pledge['public_id']}/words", data={"note": "", "message": "还是亮面吧"})
    assert (await row("select own, message from pledge_note")) == {"own": "", "message": "还是亮面吧"}


async def test_gone_and_wanting_to_wait_one_gets_a_number(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, cap=1)
    await make_pledge(campaign, tier)
    await signed_in(client)
    refused = await order(client, campaign, typed(tier))
    assert refused.status_code == 409 and "刚刚被认领完了" in refused.text
    waiting = await order(client, campaign, typed(tier, or_wait="1"))
    assert waiting.status_code == 303 and waiting.headers["location"].startswith("/waitlist/")
    assert await value("select count(*) from waitlist_entry where state = 'waiting'") == 1


async def begun_signed_out(client: httpx.AsyncClient, campaign: dict[str, Any], form: dict[str, str]) -> Intent:
    client.cookies.clear()
    answer = await order(client, campaign, form)
    assert answer.status_code == 303, answer.text
    intent = await intent_by_key(httpx.URL(answer.headers["location"]).params["intent"])
    assert intent is not None
    return intent


async def test_everything_that_was_chosen_survives_signing_in(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, price=10_000, secret=True)
    stand = await make_tier(campaign, title="支架", price=2_000, is_add_on=True)
    warm, _ = await with_colours(campaign, tier)
    key = await capability_key("tier", tier["public_id"])
    form = typed(
        tier, quantity="2", extra="5", note="给自己", message="给品牌", key=key,
        is_gift="1", gift_name="阿青", gift_card="生日快乐",
        **{f"add_on.{stand['public_id']}": "1", f"count.{warm}": "2"},
    )  # fmt: skip
    intent = await begun_signed_out(client, campaign, form)
    assert "¥225" in await what_will_be_done(intent)
    await finish_intent(await anyone_new(), intent)
    assert await value("select amount from pledge") == 22_500
    assert await row("select own, message from pledge_note") == {"own": "给自己", "message": "给品牌"}
    assert await row("select to_name, card from gift") == {"to_name": "阿青", "card": "生日快乐"}
    assert await value("select quantity from pledge_choice") == 2


async def test_what_could_not_be_finished_after_signing_in_stands_in_the_form_again(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, price=1_000)
    intent = await begun_signed_out(client, campaign, typed(tier, seen="1000", message="别忘了盖章", extra=""))
    await execute("update tier set price = 1200 where id = {}", tier["id"])
    assert "一盏" in await what_will_be_done(intent), "signing in goes on all the same"
    ended, done = await finish_intent(await anyone_new(), intent)
    assert "合计现在是 ¥12" in ended.outcome() and done
    page = (await client.get(done.url)).text
    assert "别忘了盖章" in page and 'name="seen" value="1200"' in page and KEY not in page
    assert await value("select count(*) from pledge") == 0


async def test_gone_after_signing_in_and_wanting_to_wait_one_gets_a_number(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    tier = await make_tier(campaign, cap=1)
    await make_pledge(campaign, tier)
    intent = await begun_signed_out(client, campaign, typed(tier, or_wait="1"))
    ended, done = await finish_intent(await anyone_new(), intent)
    assert done and done.url.startswith("/waitlist/") and "第 1 号" in ended.outcome()
