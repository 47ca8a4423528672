"""The front page: everybody's next step, each campaign once, the same for all but for their own votes."""

from datetime import timedelta

import httpx
import pytest

from app.foundation.database import execute
from campaigns.discovering.tasks import count_deliveries_again, count_what_moved, say_what_is_new
from ideas.voting.actions import cast_vote
from tests.campaigns.makers import make_campaign, make_pledge, make_tier
from tests.ideas.makers import make_challenge, make_idea
from tests.people import make_member, sign_in

pytestmark = pytest.mark.usefixtures("db")


async def test_an_empty_site_still_says_what_to_do(client: httpx.AsyncClient) -> None:
    page = (await client.get("/")).text
    for address in ("/ideas/new", "/campaigns", "/brands/new", "/search"):
        assert f'href="{address}"' in page or f'action="{address}"' in page, address
    assert "第一个创意还没来" in page and "快截止了" not in page and "等着开抢" not in page


async def test_each_campaign_stands_once_where_it_matters_most(client: httpx.AsyncClient) -> None:
    ends = await make_campaign(title="快结束的", lasts=timedelta(days=2))
    liked = await make_campaign(title="喜欢的")
    tier = await make_tier(liked)
    for _ in range(3):
        await make_pledge(liked, tier)
    for n in range(4):
        await make_campaign(title=f"新的 {n}")
    coming = await make_campaign(title="要开始的", state="prelaunch")
    await execute("update campaign set opens_at = app_now() + interval '2 days' where id = {}", coming["id"])
    made = await make_campaign(title="做完的", state="completed")
    await execute("update campaign set category = 'toys' where id = {}", liked["id"])
    await say_what_is_new()
    await count_what_moved()
    await count_deliveries_again()
    challenge = await make_challenge(title="夜里的灯")
    page = (await client.get("/")).text
    for one in (ends, liked, coming, made):
        assert page.count(f'href="/campaigns/{one["public_id"]}"') == 1, one["title"]
    order = [page.index(text) for text in ("快结束的", "要开始的", challenge["title"], "喜欢的", "做完的")]
    assert order == sorted(order)
    assert "/campaigns/in/toys" in page and "预热中" not in page


async def test_whoever_is_signed_in_sees_their_own_votes_and_nobody_elses(client: httpx.AsyncClient) -> None:
    idea, voter = await make_idea(), await make_member()
    await cast_vote(voter, idea["public_id"])
    await sign_in(client, await make_member())
    assert "我投过" not in (await client.get("/")).text
    await sign_in(client, voter)
    mine = await client.get("/")
    assert "我投过" in mine.text and mine.headers["cache-control"] == "no-store"
    client.cookies.clear()
    assert "我投过" not in (await client.get("/")).text
