"""Challenges: their dates, who may change what and when, and that their end is told once."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from app import jobs
from app.foundation import clock
from app.foundation.clock import shift
from app.foundation.database import rows, value
from app.foundation.refusals import Refusal, SlowDown
from app.web.formats import input_moment
from ideas.challenges.actions import edit_challenge
from ideas.challenges.forms import ChallengeForm
from ideas.challenges.queries import challenges_in, desk_challenge, open_challenges
from ideas.challenges.rules import beginning, check_dates, check_extension, phase
from tests.ideas.makers import cast_votes, make_challenge, make_desk, make_idea
from tests.people import make_member, sign_in

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("opens_at", "deadline"),
    [(NOW, NOW - HOUR), (NOW, NOW), (NOW + DAY, NOW + HOUR), (NOW, NOW + HOUR / 2), (NOW, NOW + 500 * DAY)],
    ids=["deadline past", "deadline now", "dates cross", "too short", "too long"],
)
def test_senseless_dates_are_refused_at_the_deadline(opens_at: datetime, deadline: datetime) -> None:
    with pytest.raises(Refusal) as refused:
        check_dates(opens_at, deadline, NOW)
    assert refused.value.field == "deadline"


def test_a_beginning_in_the_past_is_refused_but_the_running_minute_means_now() -> None:
    with pytest.raises(Refusal):
        beginning(NOW - HOUR, NOW)
    assert beginning(NOW - timedelta(seconds=50), NOW) == NOW
    assert beginning(None, NOW) == NOW
    assert beginning(None, NOW, before=NOW - DAY) == NOW - DAY


def test_with_answers_the_deadline_only_moves_later_and_only_while_it_is_ahead() -> None:
    check_extension(NOW + DAY, NOW + 2 * DAY, NOW)
    with pytest.raises(Refusal):
        check_extension(NOW + DAY, NOW + HOUR, NOW)
    with pytest.raises(Refusal):
        check_extension(NOW - HOUR, NOW + DAY, NOW)


def test_phases_follow_the_clock_to_the_second() -> None:
    opens, ends = NOW, NOW + 10 * DAY
    second = timedelta(seconds=1)
    assert [phase(opens, ends, at) for at in (opens - second, opens, ends - 3 * DAY, ends - second, ends)] == [
        "upcoming", "open", "closing", "closing", "ended",
    ]  # fmt: skip


async def test_a_brand_opens_a_challenge_on_its_desk(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    await sign_in(client, owner)
    now = await clock.now()
    typed = {"title": "给通勤的人做一件小东西", "brief": "要能放进上衣口袋。不超过 60 元。", "opens_at": ""}
    wrong = await client.post(f"{desk.url}/challenges", data=typed | {"deadline": input_moment(now - DAY)})
    assert wrong.status_code == 409 and "已经过去" in wrong.text and "上衣口袋" in wrong.text
    made = await client.post(f"{desk.url}/challenges", data=typed | {"deadline": input_moment(now + DAY)})
    assert made.status_code == 303
    assert "给通勤的人做一件小东西" in (await client.get(made.headers["location"])).text


async def test_the_wording_is_free_until_someone_answers_and_fixed_from_then_on(db: None) -> None:
    desk, owner = await make_desk()
    made = await make_challenge(desk, owner, title="原来的题目")
    later = (await clock.now()) + 20 * DAY
    form = ChallengeForm(title="新的题目", brief="新的说明，写得更清楚。", opens_at=None, deadline=later)
    await edit_challenge(await desk_challenge(desk.brand, made["public_id"]), form)
    assert (await desk_challenge(desk.brand, made["public_id"])).title == "新的题目"
    await make_idea(challenge=made)
    form = ChallengeForm(title="又一个题目", brief="又一份说明，悄悄改了。", opens_at=None, deadline=later + DAY)
    await edit_challenge(await desk_challenge(desk.brand, made["public_id"]), form)
    now = await desk_challenge(desk.brand, made["public_id"])
    assert (now.title, now.deadline) == ("新的题目", later + DAY)


async def test_lists_hold_each_challenge_in_its_phase(db: None) -> None:
    soon, far = await make_challenge(lasting=2 * DAY), await make_challenge(lasting=20 * DAY)
    both = [soon["id"], far["id"]]
    assert [one.id for one in await challenges_in("open")] == both == [one.id for one in await open_challenges(5)]
    assert [one.id for one in await challenges_in("closing")] == both[:1]
    await shift(3 * DAY)
    assert [one.id for one in await challenges_in("ended")] == both[:1]
    assert [one.id for one in await open_challenges(5)] == both[1:]


async def test_its_end_is_told_once_to_authors_voters_and_the_brand(db: None) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner, lasting=2 * DAY)
    idea = await make_idea(challenge=challenge)
    voters = await cast_votes(idea, 2)
    await make_member()
    await jobs.tick()
    assert await value("select count(*) from notice") == 0
    await shift(2 * DAY)
    for _ in range(3):
        await jobs.tick()
    told = sorted((one["event"], one["member"]) for one in await rows("select event, member from notice"))
    assert told == sorted(
        [("challenge_closed", idea["author"]), ("own_challenge_closed", owner.id)]
        + [("voted_challenge_closed", voter.id) for voter in voters]
    )


async def test_nobody_floods_the_board_with_challenges(db: None) -> None:
    desk, owner = await make_desk()
    for _ in range(20):
        await make_challenge(desk, owner)
    with pytest.raises(SlowDown):
        await make_challenge(desk, owner)
    await shift(DAY)
    await make_challenge(desk, owner)
