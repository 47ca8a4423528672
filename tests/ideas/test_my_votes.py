"""/me/votes: all own votes, what became of each, and taking them back one by one."""

from datetime import timedelta

import httpx

from app.foundation import clock
from app.foundation.database import execute, value
from ideas.guarding.actions import decide as decide_case
from ideas.voting.actions import cast_vote
from ideas.voting.joining import merge_ideas
from tests.ideas.makers import make_desk, make_idea
from tests.ideas.voting import counts, make_strict_challenge, states
from tests.people import make_member, sign_in


async def test_all_own_votes_stand_there_and_nobody_elses(db: None, client: httpx.AsyncClient) -> None:
    fan, mine, theirs = await make_member(), await make_idea(title="我要的伞"), await make_idea(title="别人要的灯")
    await cast_vote(fan, mine["public_id"])
    await cast_vote(await make_member(), theirs["public_id"])
    assert (await client.get("/me/votes")).status_code == 303
    await sign_in(client, fan)
    text = (await client.get("/me/votes")).text
    assert "我要的伞" in text and "别人要的灯" not in text and "一共 1 票" in text
    assert "/me/votes" in (await client.get("/me")).text


async def test_a_vote_is_taken_back_from_the_list(db: None, client: httpx.AsyncClient) -> None:
    fan, idea = await make_member(), await make_idea()
    await cast_vote(fan, idea["public_id"])
    await sign_in(client, fan)
    answer = await client.post(f"/me/votes/{idea['public_id']}/withdrawal")
    assert answer.status_code == 303 and await counts(idea) == [0]
    text = (await client.get("/me/votes?show=out")).text
    assert "收回了" in text and "/withdrawal" not in text.partition("<main")[2]


async def test_what_is_left_in_each_challenge_is_told(db: None, client: httpx.AsyncClient) -> None:
    challenge, fan = await make_strict_challenge(budget=5, least_votes=2), await make_member()
    idea = await make_idea(challenge=challenge)
    await cast_vote(fan, idea["public_id"])
    await sign_in(client, fan)
    text = (await client.get("/me/votes")).text
    assert "还剩 4 票" in text and "再投 1 票就都算" in text and "等着算" in text
    assert idea["title"] in (await client.get("/me/votes?show=waiting")).text


async def test_after_the_bell_nothing_can_be_taken_back(db: None, client: httpx.AsyncClient) -> None:
    challenge, fan = await make_strict_challenge(timedelta(days=1)), await make_member()
    idea = await make_idea(challenge=challenge)
    await cast_vote(fan, idea["public_id"])
    await clock.shift(timedelta(days=2))
    await sign_in(client, fan)
    assert f"/me/votes/{idea['public_id']}/withdrawal" not in (await client.get("/me/votes")).text
    late = await client.post(f"/me/votes/{idea['public_id']}/withdrawal")
    assert late.status_code == 409 and "已经截止" in late.text and await states(fan, idea) == ["counted"]


async def test_a_moved_vote_says_where_it_is(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    challenge, fan = await make_strict_challenge(desk=desk, owner=owner), await make_member()
    source, target = await make_idea(challenge=challenge, title="旧的"), await make_idea(challenge=challenge, title="新的")
    await cast_vote(fan, source["public_id"])
    await merge_ideas(owner, source["id"], target["id"], "一样的")
    await sign_in(client, fan)
    text = (await client.get("/me/votes")).text
    assert "跟着合并了" in text and "票在" in text and f"/ideas/{target['public_id']}" in text


async def test_a_vote_being_checked_looks_like_any_and_one_kept_out_says_why(db: None, client: httpx.AsyncClient) -> None:
    fan, idea = await make_member(), await make_idea()
    await cast_vote(fan, idea["public_id"])
    case = await value(
        """insert into vote_case (public_id, idea, state, from_at, to_at, votes)
        values ('case2222', {}, 'held', app_now(), app_now(), 1) returning id""",
        idea["id"],
    )
    await execute("update vote set state = 'quarantined', suspect = {} where idea = {}", case, idea["id"])
    await execute("update idea set vote_count = 0 where id = {}", idea["id"])
    await sign_in(client, fan)
    text = (await client.get("/me/votes")).text
    assert "已投" in text and "核对" not in text.partition("<main")[2]
    await decide_case((await make_member(staff=True)).id, case, "upheld", "同一台机器投的")
    text = (await client.get("/me/votes")).text
    assert "不计票" in text and "同一台机器投的" in text and "可以重新核对" in text


async def test_the_list_is_paged_by_keys(db: None, client: httpx.AsyncClient) -> None:
    fan, idea = await make_member(), await make_idea()
    for _ in range(45):
        await execute(
            """with made as (insert into idea (public_id, author, title, summary, body, state, published_at)
              select left(md5(random()::text), 10), author, '很多之一', '', '', 'published', app_now() from idea where id = {}
              returning id) insert into vote (idea, member) select id, {} from made""",
            idea["id"], fan.id,
        )  # fmt: skip
    await sign_in(client, fan)
    first = (await client.get("/me/votes")).text
    assert first.count("很多之一") == 40
    older = first.partition("before=")[2].partition('"')[0]
    assert (await client.get(f"/me/votes?before={older}")).text.count("很多之一") == 5
    assert (await client.get("/me/votes?before=nonsense&show=nonsense")).status_code == 200
