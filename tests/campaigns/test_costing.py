"""The cost sheet on the desk: worked out without keeping, kept for the team, put into the draft by one press."""

from datetime import timedelta
from typing import Any

import httpx

from app.foundation.database import execute, row, rows, value
from campaigns.tiers.queries import tiers_of
from tests.campaigns.makers import make_campaign
from tests.ideas.agreements import offer
from tests.ideas.makers import make_desk, make_won_idea
from tests.people import join_team, make_member, sign_in

SHEET = {
    "price": "59", "unit_cost": "20", "least_order": "500", "tooling": "15,000", "shipping": "6", "payment_percent": "3.5",
    "share_percent": "3",
}  # fmt: skip


async def draft(client: httpx.AsyncClient) -> tuple[Any, Any, dict[str, Any], dict[str, Any], str]:
    """Begun from a won idea by one press, which leads to the sheet."""
    desk, owner = await make_desk()
    idea = await make_won_idea(desk, owner, votes=0)
    await sign_in(client, owner)
    made = await client.post(f"{desk.url}/campaigns", data={"idea": idea["public_id"]})
    assert made.headers["location"].endswith("/costs")
    campaign = await row("select * from campaign where idea = {}", idea["id"])
    assert campaign is not None
    return desk, owner, idea, campaign, made.headers["location"]


async def test_looking_keeps_nothing_with_and_without_scripts(db: None, client: httpx.AsyncClient) -> None:
    _, _, _, campaign, path = await draft(client)
    assert (await client.get(path)).status_code == 200
    whole = await client.post(path + "/estimates", data=SHEET)
    assert whole.status_code == 200 and "¥33,807" in whole.text and "573" in whole.text and "<html" in whole.text
    part = await client.post(path + "/estimates", data=SHEET, headers={"HX-Request": "true"})
    assert "¥33,807" in part.text and "<html" not in part.text
    half = await client.post(path + "/estimates", data=SHEET | {"price": ""}, headers={"HX-Request": "true"})
    assert half.status_code == 200 and "填好左边的数" in half.text
    assert (
        await row("select 1 from cost_sheet") is None
        and await value("select goal from campaign where id = {}", campaign["id"]) is None
    )


async def test_one_press_fills_goal_and_first_tier_and_keeps_the_sheet(db: None, client: httpx.AsyncClient) -> None:
    _, owner, idea, campaign, path = await draft(client)
    done = await client.post(path + "/use", data=SHEET)
    assert done.status_code == 303
    assert await value("select goal from campaign where id = {}", campaign["id"]) == 573 * 5900
    [tier] = await tiers_of(campaign["id"])
    assert (tier["price"], tier["shipping_from"]) == (5900, None)
    assert [(item["kind"], item["title"]) for item in tier["items"]] == [("physical", idea["title"])]
    assert await rows("select saved_by, price from cost_sheet") == [{"saved_by": owner.id, "price": 5900}]
    again = await client.post(path + "/use", data=SHEET | {"price": "69"})
    assert again.status_code == 303 and [one["price"] for one in await tiers_of(campaign["id"])] == [6900]
    assert 'value="69"' in (await client.get(path)).text


async def test_what_cannot_be_is_refused_at_its_place_and_stays_typed(db: None, client: httpx.AsyncClient) -> None:
    _, _, _, campaign, path = await draft(client)
    for name, wrong in (
        ("price", "0"), ("price", "1e999"), ("unit_cost", "-1"), ("unit_cost", "贵"), ("least_order", "0"),
        ("least_order", "1.5"),
        ("tooling", "-5"), ("shipping", "x"), ("payment_percent", "101"), ("share_percent", "3.333"),
    ):  # fmt: skip
        refused = await client.post(path, data=SHEET | {name: wrong})
        assert refused.status_code == 422 and f"f-{name}-error" in refused.text and f'value="{wrong}"' in refused.text, (
            name,
            wrong,
        )
    never = await client.post(path + "/use", data=SHEET | {"price": "25"})
    assert never.status_code == 409 and "卖多少都会亏" in never.text
    tiny = await client.post(path + "/use", data=SHEET | {"price": "1", "unit_cost": "0", "shipping": "0", "tooling": "1"})
    assert tiny.status_code == 409 and "一次付款最少" in tiny.text
    assert await row("select 1 from cost_sheet") is None and not await tiers_of(campaign["id"])


async def test_the_share_comes_from_the_agreement_else_from_the_challenge(db: None, client: httpx.AsyncClient) -> None:
    desk, owner, idea, _, path = await draft(client)
    await execute("update challenge set share_percent = 2.5 where id = {}", idea["challenge"])
    assert 'name="share_percent" type="text" value="2.5"' in (await client.get(path)).text
    await offer(desk, owner, idea, share="4")
    assert 'name="share_percent" type="text" value="4"' in (await client.get(path)).text


async def test_what_voters_would_pay_is_a_caution(db: None, client: httpx.AsyncClient) -> None:
    from ideas.insights.queries import prices_of

    _, _, idea, _, path = await draft(client)
    assert await prices_of(idea["id"]) == []
    await execute("update idea set state = 'published', vote_count = 0 where id = {}", idea["id"])
    from tests.ideas.makers import cast_votes

    voters = await cast_votes(idea, 5)
    for voter, amount in zip(voters, (3900, 3900, 5900, 5900, 9900), strict=True):
        await execute(
            "insert into price_answer (idea, member, amount, currency) values ({}, {}, {}, 'CNY')", idea["id"], voter.id, amount
        )
    await execute("update idea set state = 'won' where id = {}", idea["id"])
    shown = (await client.post(path + "/estimates", data=SHEET)).text
    assert "5 人回答，其中 3 人愿意付 ¥59 或更多" in shown and "别把它当成订单" in shown
    await execute("update vote set state = 'withdrawn' where member = {}", voters[0].id)
    few = (await client.post(path + "/estimates", data=SHEET)).text
    assert "人回答" not in few, "of so few each would be told by trying one price after the other"


async def test_a_goal_beyond_all_sums_is_refused_at_the_price(db: None, client: httpx.AsyncClient) -> None:
    _, _, _, campaign, path = await draft(client)
    most = {"unit_cost": "0", "least_order": "10000000", "tooling": "10000000000", "payment_percent": "0", "share_percent": "0"}
    for price, shipping in (("100", "94.99"), ("999999.99", "0"), ("4", "3.79")):
        refused = await client.post(path + "/use", data=SHEET | most | {"price": price, "shipping": shipping})
        assert refused.status_code == 409 and "金额最多" in refused.text, (price, refused.status_code)
    assert (await client.post(path, data=SHEET | most)).status_code == 303
    assert (await client.get(path)).status_code == 200
    assert await value("select goal from campaign where id = {}", campaign["id"]) is None


async def test_it_is_the_teams_only_and_written_by_editors(db: None, client: httpx.AsyncClient) -> None:
    desk, _, _, _, path = await draft(client)
    packer, stranger = await make_member(), await make_member()
    await join_team({"id": desk.brand}, packer, "fulfilment")
    await sign_in(client, packer)
    assert (await client.get(path)).status_code == 200
    assert (await client.post(path, data=SHEET)).status_code == 403
    await sign_in(client, stranger)
    assert (await client.get(path)).status_code == 404


async def test_a_campaign_that_was_submitted_keeps_its_goal(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    brand = await row("select * from brand where id = {}", desk.brand)
    campaign = await make_campaign(brand=brand, state="submitted", goal=5000, lasts=timedelta(days=20))
    await sign_in(client, owner)
    refused = await client.post(f"{desk.url}/campaigns/{campaign['public_id']}/costs/use", data=SHEET)
    assert refused.status_code == 409 and "已经提交" in refused.text
    assert await value("select goal from campaign where id = {}", campaign["id"]) == 5000
