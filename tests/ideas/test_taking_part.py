"""Who may take part in a phase: told before one types, held to in the transaction, in one sentence with what helps."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from app.community.following.actions import follow
from app.foundation.clock import shift
from app.foundation.database import execute, value
from app.foundation.refusals import Refusal
from ideas.actions import withdraw_idea
from ideas.challenges.queries import phases_of
from ideas.contributing.actions import offer_improvement
from tests.ideas.makers import make_challenge, make_desk, make_idea, reread
from tests.people import make_member, sign_in

DAY = timedelta(days=1)


async def test_followers_only_is_told_with_the_button_right_there(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk("半盏灯作")
    made = await make_challenge(desk, owner, p1_who="followers")
    fan = await make_member()
    with pytest.raises(Refusal, match="关注了半盏灯作的人"):
        await make_idea(fan, challenge=made)
    await sign_in(client, fan)
    for page in (f"/challenges/{made['public_id']}", f"/ideas/new?challenge={made['public_id']}"):
        shown = (await client.get(page)).text
        assert f'action="/follows/brand/{desk.public_id}"' in shown, page
    typed = {"title": "口袋里的灯", "body": "写了很久的说明", "challenge": made["public_id"], "do": "publish"}
    refused = await client.post("/ideas", data=typed)
    assert refused.status_code == 409 and "写了很久的说明" in refused.text and "先关注" in refused.text
    await follow(fan, "brand", desk.public_id)
    assert (await make_idea(fan, challenge=made))["state"] == "published"


async def test_verified_means_a_phone_and_the_account_must_be_old_enough(db: None) -> None:
    made = await make_challenge(p1_who="verified", p1_account_days="7")
    fan = await make_member()
    with pytest.raises(Refusal, match="手机号"):
        await make_idea(fan, challenge=made)
    await execute(
        "insert into identity (member, kind, address, verified_at) values ({}, 'phone', '+8613800000001', app_now())", fan.id
    )
    with pytest.raises(Refusal, match="注册满 7 天"):
        await make_idea(fan, challenge=made)
    await shift(7 * DAY)
    await make_idea(fan, challenge=made)


async def test_so_many_ideas_a_member_over_all_phases_and_one_taken_back_makes_room(db: None) -> None:
    made = await make_challenge(p1_most_ideas="2")
    fan = await make_member()
    first, _ = [await make_idea(fan, challenge=made) for _ in range(2)]
    with pytest.raises(Refusal, match="最多提 2 个"):
        await make_idea(fan, challenge=made)
    await make_idea(await make_member(), challenge=made)
    await withdraw_idea(fan, await reread(first))
    await make_idea(fan, challenge=made)


async def test_two_ideas_at_the_same_moment_do_not_both_take_the_last_place(committed_db: None) -> None:
    made = await make_challenge(p1_most_ideas="1")
    fan = await make_member()
    outcomes = await asyncio.gather(*(make_idea(fan, challenge=made) for _ in range(4)), return_exceptions=True)
    assert sum(not isinstance(one, Exception) for one in outcomes) == 1
    assert await value("select count(*) from idea where challenge = {} and state = 'published'", made["id"]) == 1


async def test_improving_asks_the_same_of_whoever_improves(db: None) -> None:
    desk, owner = await make_desk()
    made = await make_challenge(desk, owner, shape="four", p2_who="followers")
    idea = await make_idea(challenge=made)
    fan = await make_member()
    await shift(15 * DAY)
    with pytest.raises(Refusal, match="先关注"):
        await offer_improvement(fan, idea, "灯座加一块磁铁，可以吸在架子上。")
    await follow(fan, "brand", desk.public_id)
    assert await offer_improvement(fan, idea, "灯座加一块磁铁，可以吸在架子上。")


async def test_each_door_is_open_in_its_phase_only(db: None) -> None:
    made = await make_challenge(shape="four")
    idea = await make_idea(challenge=made)
    phases = await phases_of(made["id"])
    assert idea["phase"] == phases[0].id and idea["counts"] == "until_voted"
    fan = await make_member()
    with pytest.raises(Refusal):
        await offer_improvement(fan, idea, "灯座加一块磁铁，可以吸在架子上。")
    await shift(15 * DAY)
    with pytest.raises(Refusal, match="现在不收创意"):
        await make_idea(fan, challenge=made)


async def test_themes_filter_the_ideas_that_came_in_them(db: None, client: httpx.AsyncClient) -> None:
    made = await make_challenge(shape="relay", p1_title="出行", p2_title="车内", p3_title="充电", p4_title="家人")
    await make_idea(challenge=made, title="会让路的后备箱")
    await shift(15 * DAY)
    await make_idea(challenge=made, title="能折起来的后排")
    both = (await client.get(f"/challenges/{made['public_id']}")).text
    assert "会让路的后备箱" in both and "能折起来的后排" in both and "车内" in both
    first = (await client.get(f"/challenges/{made['public_id']}?theme=1")).text
    assert "会让路的后备箱" in first and "能折起来的后排" not in first
