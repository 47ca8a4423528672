"""Asking an update's readers: one answer each, changed until the end, counted for whoever has answered."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.database import execute, rows, value
from app.foundation.refusals import Refusal
from campaigns.polling.actions import answer_poll
from campaigns.polling.queries import Poll, poll_for, poll_of
from campaigns.polling.rules import check_poll, shows_counts
from campaigns.updates.queries import readable_update
from tests.campaigns.makers import anyone_new, make_campaign, make_pledge, make_tier
from tests.campaigns.updating import deliver, make_draft, make_update, owner_of, update_form
from tests.people import make_brand, sign_in


async def asked(
    audience: str = "backers", *, days: float = 3, **more: Any
) -> tuple[dict[str, Any], dict[str, Any], Poll, list[Viewer]]:
    """A campaign, its update, what is asked in it, and three backers."""
    campaign = await make_campaign(**more)
    tier = await make_tier(campaign)
    backers = [await anyone_new() for _ in range(3)]
    for one in backers:
        await make_pledge(campaign, tier, one)
    form = update_form(
        audience=audience,
        question="灯罩选哪个颜色",
        option=["奶白", "墨绿", "砖红"],
        ends_at=await clock.now() + timedelta(days=days),
    )
    update = await make_update(campaign, form)
    poll = await poll_of(update["id"])
    assert poll is not None
    return campaign, update, poll, backers


async def counts(viewer: Viewer, update: dict[str, Any]) -> list[int | None]:
    found = await readable_update(viewer, update["public_id"])
    poll = await poll_for(viewer, found, found["campaign_state"])
    assert poll is not None
    return [one.count for one in poll.options]


async def test_one_answer_each_changed_until_the_end_and_shown_once_given(db: None, client: httpx.AsyncClient) -> None:
    campaign, update, poll, (first, second, third) = await asked()
    url = f"/campaigns/{campaign['public_id']}/updates/1"
    await sign_in(client, first)
    page = (await client.get(url)).text
    assert "灯罩选哪个颜色" in page and "看数字" not in page
    answers = f"/updates/{update['public_id']}/answers"
    after = await client.post(answers, data={"option": poll.options[1].public_id}, headers={"HX-Request": "true"})
    assert after.status_code == 200 and "我选的" in after.text and "1 人回答" in after.text and "<html" not in after.text
    plain = await client.post(answers, data={"option": poll.options[2].public_id})
    assert plain.status_code == 303 and plain.headers["location"].startswith(url)
    await answer_poll(second, update, poll.options[2].public_id)
    assert await counts(first, update) == [0, 0, 2]
    assert await counts(third, update) == [None, None, None]
    assert await value("select count(*) from update_poll_answer") == 2


async def test_at_the_end_everybody_sees_the_result_and_nobody_answers_any_more(db: None, client: httpx.AsyncClient) -> None:
    campaign, update, poll, (first, second, third) = await asked()
    await answer_poll(first, update, poll.options[0].public_id)
    await clock.shift(timedelta(days=4))
    with pytest.raises(Refusal, match="已经截止"):
        await answer_poll(second, update, poll.options[0].public_id)
    with pytest.raises(Refusal, match="已经截止"):
        await answer_poll(first, update, poll.options[1].public_id)
    assert await counts(third, update) == [1, 0, 0]
    await sign_in(client, second)
    page = (await client.get(f"/campaigns/{campaign['public_id']}/updates/1")).text
    assert "截止了" in page and "就选这个" not in page
    refused = await client.post(
        f"/updates/{update['public_id']}/answers", data={"option": poll.options[0].public_id}, headers={"HX-Request": "true"}
    )
    assert refused.status_code == 409 and "已经截止" in refused.text


async def test_a_completed_campaign_asks_no_more(db: None) -> None:
    campaign, update, poll, (first, *_) = await asked()
    await execute("update campaign set state = 'completed' where id = {}", campaign["id"])
    with pytest.raises(Refusal, match="已经截止"):
        await answer_poll(first, update, poll.options[0].public_id)


async def test_the_team_looks_and_does_not_answer(db: None, client: httpx.AsyncClient) -> None:
    campaign, update, poll, (first, *_) = await asked()
    await answer_poll(first, update, poll.options[0].public_id)
    owner = await owner_of(campaign)
    with pytest.raises(Refusal, match="你们品牌问的"):
        await answer_poll(owner, update, poll.options[1].public_id)
    await sign_in(client, owner)
    page = (await client.get(f"/campaigns/{campaign['public_id']}/updates/1")).text
    assert "1 人回答" in page and "就选这个" not in page


async def test_an_option_of_another_question_is_none(db: None) -> None:
    _, update, _, (first, *_) = await asked()
    _, _, other, _ = await asked()
    for wrong in (other.options[0].public_id, "", "zzzz"):
        with pytest.raises(Refusal, match="从列出的选项"):
            await answer_poll(first, update, wrong)


async def test_a_follower_may_answer_what_is_asked_of_everybody(db: None, client: httpx.AsyncClient) -> None:
    _, update, poll, _ = await asked("public")
    answer = await client.post(f"/updates/{update['public_id']}/answers", data={"option": poll.options[0].public_id})
    assert (answer.status_code == 303 and "/sign-in" in answer.headers["location"]) or "intent" in answer.headers["location"]
    await sign_in(client, await anyone_new())
    await client.post(f"/updates/{update['public_id']}/answers", data={"option": poll.options[0].public_id})
    assert await value("select count(*) from update_poll_answer") == 1


async def test_many_presses_at_once_are_one_answer(committed_db: str) -> None:
    _, update, poll, (first, second, _) = await asked()
    await asyncio.gather(*(answer_poll(one, update, poll.options[n % 3].public_id) for n in range(12) for one in (first, second)))
    assert await value("select count(*) from update_poll_answer") == 2


async def test_whoever_answered_hears_the_result_once(db: None) -> None:
    campaign, update, poll, (first, second, _) = await asked()
    for one in (first, second):
        await answer_poll(one, update, poll.options[2].public_id)
    await deliver(sweep=True)
    await execute("delete from notice")
    await clock.shift(timedelta(days=4))
    for _ in range(2):
        await deliver(sweep=True)
    told = await rows("select member, event, params::text as params from notice where event like '%poll%' order by id")
    assert {(one["member"], one["event"]) for one in told} == {
        (first.id, "poll_ended"), (second.id, "poll_ended"), (campaign["created_by"], "own_poll_ended"),
    }  # fmt: skip
    assert all("砖红" in one["params"] for one in told)


@pytest.mark.parametrize(
    ("question", "titles", "hours", "sentence"),
    [
        ("选哪个", ["一个"], 48, "至少给两个"),
        ("选哪个", [str(n) for n in range(9)], 48, "最多 8 个"),
        ("选哪个", ["白", "白"], 48, "一样"),
        ("", ["白", "黑"], 48, "还没有问题"),
        ("选哪个", ["白", "黑"], 0.5, "1 小时"),
        ("选哪个", ["白", "黑"], 24 * 61, "60 天"),
        ("选哪个", ["白", "黑"], None, "截止时间"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_in_a_sentence(
    question: str, titles: list[str], hours: float | None, sentence: str
) -> None:
    now = datetime(2027, 1, 1, tzinfo=UTC)
    with pytest.raises(Refusal, match=sentence):
        check_poll(question, titles, None if hours is None else now + timedelta(hours=hours), now)


def test_nobody_is_led_by_what_others_chose() -> None:
    assert not shows_counts(answered=False, is_open=True, on_team=False)
    assert shows_counts(answered=True, is_open=True, on_team=False)
    assert shows_counts(answered=False, is_open=False, on_team=False)
    assert shows_counts(answered=False, is_open=True, on_team=True)


async def test_a_question_in_a_draft_is_kept_with_its_rows_and_refused_at_its_place(db: None, client: httpx.AsyncClient) -> None:
    campaign = await make_campaign(brand=await make_brand(await anyone_new()))
    draft = await make_draft(campaign)
    await sign_in(client, await owner_of(campaign))
    brand = await value("select public_id from brand where id = {}", campaign["brand"])
    base = f"/brands/{brand}/studio/campaigns/{campaign['public_id']}/updates/{draft['public_id']}"
    fields = {
        "title": "选颜色",
        "body": "三种都打了样。",
        "audience": "backers",
        "question": "选哪个",
        "option": ["奶白", "", "墨绿"],
        "option_picture": ["", "", ""],
    }
    page = (await client.post(f"{base}/revisions", data=fields | {"do": "rows"})).text
    assert "奶白" in page and "墨绿" in page and page.count('name="option"') >= 3
    await client.post(f"{base}/revisions", data=fields)
    refused = await client.post(f"{base}/publication", data={})
    assert refused.status_code == 409 and "1 小时到 60 天" in refused.text
    late = (await clock.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    await client.post(f"{base}/revisions", data=fields | {"ends_at": late})
    assert (await client.post(f"{base}/publication", data={})).status_code == 303
    assert [one["title"] for one in await rows("select title from update_poll_option order by position")] == ["奶白", "墨绿"]
