"""Rules of a voting phase: who may vote, with how many votes, and from how many on they count."""

from datetime import timedelta

import httpx
import pytest

from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.database import execute
from app.foundation.refusals import Refusal
from ideas.contributing.crediting import credit
from ideas.voting import rules
from ideas.voting.actions import cast_vote, drop_vote, lift, press
from tests.ideas.makers import make_challenge, make_desk, make_idea
from tests.ideas.voting import counts, make_strict_challenge, set_rules, states
from tests.people import make_member, sign_in


async def verify_phone(member: Viewer, phone: str = "+8613800138000") -> None:
    await execute(
        "insert into identity (member, kind, address, verified_at) values ({}, 'phone', {}, app_now())", member.id, phone
    )


async def test_a_budget_is_never_exceeded_and_a_vote_taken_back_can_be_spent_again(db: None) -> None:
    challenge, fan = await make_strict_challenge(budget=2), await make_member()
    one, two, three = [await make_idea(challenge=challenge) for _ in range(3)]
    assert [(await press(fan, idea["public_id"])).left for idea in (one, two)] == [1, 0]
    assert (await press(fan, two["public_id"])).left == 0, "a vote already in costs nothing"
    with pytest.raises(Refusal, match="每人 2 票，你已经投完了：收回一票再投"):
        await press(fan, three["public_id"])
    assert (await lift(fan, one["public_id"])).left == 1
    await press(fan, three["public_id"])
    assert await counts(one, two, three) == [0, 1, 1]


async def test_a_budget_holds_in_its_challenge_only(db: None) -> None:
    first, second, fan = await make_strict_challenge(budget=1), await make_strict_challenge(budget=1), await make_member()
    for idea in (await make_idea(challenge=first), await make_idea(challenge=second), await make_idea(), await make_idea()):
        await press(fan, idea["public_id"])


async def test_a_vote_for_what_its_author_took_back_is_given_back(db: None) -> None:
    challenge, fan = await make_strict_challenge(budget=1), await make_member()
    gone, idea = await make_idea(challenge=challenge), await make_idea(challenge=challenge)
    await press(fan, gone["public_id"])
    await execute("update idea set state = 'withdrawn' where id = {}", gone["id"])
    await press(fan, idea["public_id"])
    assert await counts(idea) == [1]


async def test_votes_wait_until_there_are_enough_and_then_all_count_at_once(db: None) -> None:
    challenge, fan = await make_strict_challenge(least_votes=3), await make_member()
    ideas = [await make_idea(challenge=challenge) for _ in range(3)]
    assert (await press(fan, ideas[0]["public_id"])).short == 2
    await press(fan, ideas[1]["public_id"])
    assert await states(fan, *ideas) == ["waiting", "waiting", ""] and await counts(*ideas) == [0, 0, 0]
    assert (await press(fan, ideas[2]["public_id"])).votes == 1
    assert await counts(*ideas) == [1, 1, 1]
    await lift(fan, ideas[0]["public_id"])
    assert await states(fan, *ideas) == ["withdrawn", "waiting", "waiting"] and await counts(*ideas) == [0, 0, 0]


async def test_a_phase_for_followers_takes_only_theirs(db: None) -> None:
    desk, owner = await make_desk("岚木")
    challenge, fan = await make_challenge(desk, owner), await make_member()
    idea = await make_idea(challenge=challenge)
    await set_rules(challenge, who="followers")
    with pytest.raises(Refusal, match="只有关注了岚木的人能投：先去关注"):
        await cast_vote(fan, idea["public_id"])
    await execute("insert into follow (kind, subject, member) values ('brand', {}, {})", desk.brand, fan.id)
    assert await cast_vote(fan, idea["public_id"]) == 1


async def test_a_phase_for_the_verified_wants_a_phone(db: None) -> None:
    challenge, fan = await make_challenge(), await make_member()
    idea = await make_idea(challenge=challenge)
    await set_rules(challenge, who="verified")
    with pytest.raises(Refusal, match="先加一个手机号"):
        await cast_vote(fan, idea["public_id"])
    await verify_phone(fan)
    assert await cast_vote(fan, idea["public_id"]) == 1


async def test_an_account_must_be_old_enough(db: None) -> None:
    challenge, fan = await make_challenge(), await make_member()
    idea = await make_idea(challenge=challenge)
    await set_rules(challenge, account_days=7)
    await clock.shift(timedelta(days=6, hours=23))
    with pytest.raises(Refusal, match=r"账号满 7 天才能投，你的账号 .+ 起可以投"):
        await cast_vote(fan, idea["public_id"])
    await clock.shift(timedelta(hours=2))
    assert await cast_vote(fan, idea["public_id"]) == 1


async def test_rules_are_those_of_the_phase_that_takes_votes_now(db: None) -> None:
    challenge, fan = await make_challenge(lasting=timedelta(days=4)), await make_member()
    await execute(
        """insert into challenge_phase (challenge, position, title, doors, starts_at, ends_at, budget)
        select id, 2, '决选', array['vote'], deadline, deadline + interval '3 days', 1 from challenge where id = {}""",
        challenge["id"],
    )
    ideas = [await make_idea(challenge=challenge) for _ in range(3)]
    for idea in ideas[:2]:
        await cast_vote(fan, idea["public_id"])
    await clock.shift(timedelta(days=5))
    with pytest.raises(Refusal, match="每人 1 票"):
        await cast_vote(fan, ideas[2]["public_id"])


async def test_after_the_bell_careful_votes_are_refused_too(db: None) -> None:
    challenge, fan = await make_strict_challenge(timedelta(days=2), budget=3), await make_member()
    idea = await make_idea(challenge=challenge)
    await cast_vote(fan, idea["public_id"])
    await clock.shift(timedelta(days=2, seconds=1))
    for verb in (press, lift):
        with pytest.raises(Refusal, match="已经截止"):
            await verb(fan, idea["public_id"])
    assert await counts(idea) == [1]


async def test_between_two_voting_phases_the_sentence_says_that_another_comes(db: None) -> None:
    challenge = await make_challenge(lasting=timedelta(days=2))
    await execute(
        """insert into challenge_phase (challenge, position, title, doors, starts_at, ends_at)
        select id, 2, '决选', array['vote'], deadline + interval '2 days', deadline + interval '4 days' from challenge
        where id = {}""",
        challenge["id"],
    )
    idea = await make_idea(challenge=challenge)
    await clock.shift(timedelta(days=3))
    with pytest.raises(Refusal, match="等下一次投票开始"):
        await cast_vote(await make_member(), idea["public_id"])


async def test_a_co_author_neither_votes_nor_keeps_a_vote(db: None) -> None:
    for challenge in (None, await make_strict_challenge(budget=5)):
        idea, helper = await make_idea(challenge=challenge), await make_member()
        await cast_vote(helper, idea["public_id"])
        await credit(idea["id"], helper.id, "co_author")
        assert await drop_vote(idea["id"], helper.id) and not await drop_vote(idea["id"], helper.id)
        assert await counts(idea) == [0]
        with pytest.raises(Refusal, match="自己的创意"):
            await cast_vote(helper, idea["public_id"])


async def test_losing_a_vote_makes_the_others_wait_again(db: None) -> None:
    challenge, fan = await make_strict_challenge(least_votes=2), await make_member()
    one, two = await make_idea(challenge=challenge), await make_idea(challenge=challenge)
    await cast_vote(fan, one["public_id"])
    await cast_vote(fan, two["public_id"])
    await drop_vote(one["id"], fan.id)
    assert await states(fan, one, two) == ["withdrawn", "waiting"] and await counts(one, two) == [0, 0]


async def test_a_merged_idea_says_where_its_votes_are(db: None) -> None:
    idea = await make_idea()
    await execute("update idea set state = 'merged' where id = {}", idea["id"])
    with pytest.raises(Refusal, match="并进了另一个"):
        await cast_vote(await make_member(), idea["public_id"])


HTMX = {"HX-Request": "true"}


async def test_the_seal_tells_what_is_left_and_why_not(db: None, client: httpx.AsyncClient) -> None:
    challenge, fan = await make_strict_challenge(budget=2), await make_member()
    ideas = [await make_idea(challenge=challenge) for _ in range(3)]
    await sign_in(client, fan)
    first = await client.post(f"/ideas/{ideas[0]['public_id']}/vote", headers=HTMX)
    assert first.status_code == 200 and "还剩 1 票" in first.text
    assert "你的票投完了" in (await client.post(f"/ideas/{ideas[1]['public_id']}/vote", headers=HTMX)).text
    refused = await client.post(f"/ideas/{ideas[2]['public_id']}/vote", headers=HTMX)
    assert refused.status_code == 409 and "收回一票再投" in refused.text and "投票</span>" in refused.text


async def test_the_pages_tell_the_rules_and_what_is_left(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk("岚木")
    challenge = await make_challenge(desk, owner)
    idea, fan = await make_idea(challenge=challenge), await make_member()
    await set_rules(challenge, budget=5, least_votes=2, who="followers", account_days=7)
    pages = [f"/ideas/{idea['public_id']}", f"/challenges/{challenge['public_id']}"]
    text = (await client.get(pages[0])).text
    for told in ("每人 5 票", "投满 2 票才开始算", "关注岚木", "账号满 7 天"):
        assert told in text, told
    assert "还剩" not in text
    await execute("insert into follow (kind, subject, member) values ('brand', {}, {})", desk.brand, fan.id)
    await clock.shift(timedelta(days=8))
    await cast_vote(fan, idea["public_id"])
    await sign_in(client, fan)
    for path in pages:
        text = (await client.get(path)).text
        assert "还剩 4 票" in text and "再投 1 票" in text, path


async def test_a_challenge_without_rules_tells_none(db: None, client: httpx.AsyncClient) -> None:
    challenge = await make_challenge()
    idea = await make_idea(challenge=challenge)
    assert "vote-rules" not in (await client.get(f"/ideas/{idea['public_id']}")).text
    await set_rules(challenge, budget=3)
    await sign_in(client, await make_member())
    assert "vote-rules" in (await client.get(f"/ideas/{idea['public_id']}")).text
    assert "还剩 3 票" in (await client.get(f"/challenges/{challenge['public_id']}")).text


def test_the_sentences_come_in_the_order_in_which_one_can_do_something() -> None:
    strict = rules.VotingRules(who="verified", account_days=7, budget=1)
    hopeless = rules.Ballot(follows=False, has_phone=False, account_days=0, spent=1, cast=1)
    no = rules.rules_refusal(strict, hopeless, brand="岚木", old_enough_at="明天")
    assert no is not None and no.sentence == rules.VERIFIED
