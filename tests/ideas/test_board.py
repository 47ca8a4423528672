"""The brand's board: shortlists by rule, answers in bulk, the public clock of answers, and the winners' page."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from app import jobs
from app.foundation import clock
from app.foundation.database import execute, rows, value
from app.foundation.refusals import Refusal
from ideas.actions import withdraw_idea
from ideas.queries import idea_by_public_id
from ideas.reviewing.actions import answer_many
from ideas.reviewing.answering import answers_of
from ideas.reviewing.queries import Asked, board, twins
from ideas.reviewing.shortlisting import preview, shortlist
from tests.ideas.agreements import give_part
from tests.ideas.makers import cast_votes, decide, end_challenge, make_challenge, make_desk, make_idea, reread
from tests.people import join_team, make_member, sign_in


async def voted(challenge: dict, count: int, title: str = "") -> dict:
    idea = await make_idea(challenge=challenge, title=title)
    await execute("update idea set vote_count = {} where id = {}", count, idea["id"])
    return idea


async def test_a_rule_is_seen_first_and_then_takes_just_what_was_seen(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    ideas = [await voted(challenge, votes) for votes in (9, 7, 7, 2)]
    assert [one["id"] for one in await preview(desk, challenge["id"], "top", 2)] == [one["id"] for one in ideas[:3]], (
        "ties come along"
    )
    assert [one["vote_count"] for one in await preview(desk, challenge["id"], "votes", 7)] == [9, 7, 7]
    assert await preview(desk, challenge["id"], "score", 1) == []
    await sign_in(client, owner)
    path = f"{desk.url}/ideas/shortlist"
    shown = await client.get(path, params={"challenge": challenge["public_id"], "rule": "votes", "number": "8"})
    assert ideas[0]["title"] in shown.text and ideas[1]["title"] not in shown.text
    assert (await reread(ideas[0]))["state"] == "published", "looking takes nothing"
    for wrong in ("0", "501", "许多", "nan", "1e99"):
        refused = await client.get(path, params={"challenge": challenge["public_id"], "rule": "top", "number": wrong})
        assert refused.status_code in (409, 422) and "请填" in refused.text, wrong
    assert (await client.post(path, data={"challenge": challenge["public_id"]})).status_code == 409
    taken = await client.post(
        path, data={"challenge": challenge["public_id"], "idea": [ideas[0]["public_id"], ideas[3]["public_id"]]}
    )
    assert taken.status_code == 303
    assert [(await reread(one))["state"] for one in ideas] == ["in_review", "published", "published", "in_review"]


async def test_another_brands_ideas_are_not_shortlisted(db: None) -> None:
    desk, owner = await make_desk()
    theirs = await make_idea(challenge=await make_challenge())
    with pytest.raises(Refusal, match="变动"):
        await shortlist(desk, owner, [theirs["public_id"]])


async def test_titles_much_alike_are_hinted_at(db: None) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    first = await make_idea(challenge=challenge, title="会发光的折叠猫窝")
    second = await make_idea(challenge=challenge, title="会发光的折叠猫窝二号")
    other = await make_idea(challenge=challenge, title="通勤用的水壶")
    found = twins(await board(desk, Asked()))
    assert found[first["id"]]["id"] == second["id"] and other["id"] not in found


async def test_the_board_is_filtered_and_ordered_by_its_address(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    loved, plain = await voted(challenge, 30, "磁吸台灯"), await voted(challenge, 3, "木头台灯")
    await sign_in(client, owner)
    shown = await client.get(f"{desk.url}/ideas?least=10&challenge={challenge['public_id']}")
    assert loved["title"] in shown.text and plain["title"] not in shown.text and "选入围名单" in shown.text
    assert plain["title"] in (await client.get(f"{desk.url}/ideas?q=木头")).text
    for odd in ("order=spread", "order=mean", "least=abc", "page=999999", "state=nothing", "q=%25_'"):
        assert (await client.get(f"{desk.url}/ideas?{odd}")).status_code == 200, odd


async def test_the_rest_is_answered_at_once_and_each_may_have_its_own_words(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    ideas = [await make_idea(challenge=challenge) for _ in range(3)]
    await sign_in(client, owner)
    path = f"{desk.url}/ideas/answers"
    assert (await client.get(path, params={"challenge": challenge["public_id"]})).status_code == 200
    sent = {
        "challenge": challenge["public_id"],
        "reason_code": "not_now",
        "sentence": "",
        "idea": [one["public_id"] for one in ideas],
    }
    no_words = await client.post(path, data=sent)
    assert no_words.status_code == 409 and "写一句话" in no_words.text
    own = f"sentence-{ideas[1]['public_id']}"
    too_long = await client.post(path, data=sent | {"sentence": "这次先不做。", own: "长" * 501})
    assert too_long.status_code == 409 and "最多 500" in too_long.text and "这次先不做。" in too_long.text
    assert await value("select count(*) from verdict") == 0
    done = await client.post(
        path,
        data=sent
        | {"sentence": "这次先不做，谢谢你。", own: "和另一个很像，合在一起想。", f"reason-{ideas[1]['public_id']}": "duplicate"},
    )
    assert done.status_code == 303
    kept = {one["idea"]: (one["reason_code"], one["sentence"]) for one in await rows("select * from verdict")}
    assert kept[ideas[0]["id"]] == ("not_now", "这次先不做，谢谢你。")
    assert kept[ideas[1]["id"]] == ("duplicate", "和另一个很像，合在一起想。")
    await jobs.tick()
    assert await value("select count(*) from notice where event = 'idea_declined'") == 3


async def test_what_was_answered_or_withdrawn_meanwhile_is_left_as_it_is(db: None) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    author = await make_member()
    won, gone, left = [await make_idea(author, challenge=challenge) for _ in range(3)]
    await decide(desk, owner, won)
    await withdraw_idea(author, await idea_by_public_id(author, gone["public_id"]))
    theirs = await make_idea(challenge=await make_challenge())
    answers = {one["public_id"]: ("cost", "做出来太贵了。") for one in (won, gone, left, theirs)}
    assert await answer_many(desk, owner, answers) == (1, 3)
    assert [(await reread(one))["state"] for one in (won, gone, left, theirs)] == ["won", "withdrawn", "declined", "published"]


async def test_two_of_a_team_answering_at_once_leave_one_answer_and_a_sentence(committed_db: str) -> None:
    desk, owner = await make_desk()
    colleague = await make_member("同事")
    await join_team({"id": desk.brand}, colleague, "editor")
    challenge = await make_challenge(desk, owner)
    for _ in range(4):
        idea = await make_idea(challenge=challenge)
        tries = await asyncio.gather(
            decide(desk, owner, idea), decide(desk, colleague, idea, "declined"),
            answer_many(desk, owner, {idea["public_id"]: ("cost", "做出来太贵了。")}), return_exceptions=True,
        )  # fmt: skip
        assert await value("select count(*) from verdict where idea = {}", idea["id"]) == 1
        for refused in (one for one in tries[:2] if one is not None):
            assert isinstance(refused, Refusal) and "已经答复过这个创意了" in str(refused), refused
        assert await value("select outcome from verdict where idea = {}", idea["id"]) == (await reread(idea))["state"]


async def test_the_clock_counts_answers_and_says_when_it_is_too_late(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    ideas = [await make_idea(challenge=challenge) for _ in range(3)]
    await end_challenge(challenge)
    await execute("update challenge set answer_due_at = app_now() + interval '5 days' where id = {}", challenge["id"])
    await decide(desk, owner, ideas[0])
    answers = await answers_of(challenge["id"])
    assert (answers.answered, answers.total, answers.won, answers.is_overdue) == (1, 3, 1, False)
    assert "已答复 1 / 3" in (await client.get(f"/challenges/{challenge['public_id']}/winners")).text
    await execute("update challenge set answer_due_at = app_now() - interval '50 hours' where id = {}", challenge["id"])
    late = await client.get(f"/challenges/{challenge['public_id']}/winners?again")
    assert "已经逾期" in late.text and "2 天" in late.text
    await answer_many(desk, owner, {one["public_id"]: ("cost", "做出来太贵了。") for one in ideas[1:]})
    assert not (await answers_of(challenge["id"])).is_overdue


async def test_the_brand_is_reminded_a_week_and_a_day_before_and_when_late_each_once(db: None) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner, lasting=timedelta(days=2))
    idea = await make_idea(challenge=challenge)
    await end_challenge(challenge)

    async def reminders(due: str) -> list[str]:
        await execute("update challenge set answer_due_at = app_now() + {}::text::interval where id = {}", due, challenge["id"])
        await jobs.tick()
        await jobs.tick()
        return [one["event"] for one in await rows("select event from notice where event like 'answers%' order by id")]

    assert await reminders("8 days") == []
    assert await reminders("6 days") == ["answers_due_in_a_week"]
    assert await reminders("20 hours") == ["answers_due_in_a_week", "answers_due_tomorrow"]
    assert (await reminders("-1 minute"))[2:] == ["answers_overdue"]
    assert len(await reminders("-3 days")) == 3
    assert (await reread(idea))["state"] == "published" and await clock.now()


async def test_nobody_is_reminded_where_all_is_answered(db: None) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    await decide(desk, owner, await make_idea(challenge=challenge))
    await end_challenge(challenge)
    await execute("update challenge set answer_due_at = app_now() + interval '1 hour' where id = {}", challenge["id"])
    await jobs.tick()
    assert await value("select count(*) from answer_reminder") == 0


async def test_the_winners_page_names_people_and_says_what_comes_next(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk("拾光")
    challenge = await make_challenge(desk, owner)
    before = await client.get(f"/challenges/{challenge['public_id']}/winners")
    assert "结果还没有公布" in before.text
    author, helper = await make_member("阿木"), await make_member("小林")
    idea = await make_idea(author, challenge=challenge)
    await give_part(idea, helper)
    await decide(desk, owner, idea, sentence="尺寸和成本都合适，我们来做。")
    shown = await client.get(f"/challenges/{challenge['public_id']}/winners?fresh")
    for words in ("阿木", "小林", "尺寸和成本都合适", "接下来", idea["title"]):
        assert words in shown.text, words


async def test_everybody_with_a_tie_to_what_won_is_told_once(db: None) -> None:
    desk, owner = await make_desk()
    idea = await make_idea(challenge=await make_challenge(desk, owner))
    helper, co_author = await make_member(), await make_member()
    voters = await cast_votes(idea, 2)
    await give_part(idea, helper)
    await give_part(idea, co_author, "co_author")
    await decide(desk, owner, idea)
    await jobs.tick()
    told = await rows("select member, event from notice where event like '%idea_won'")
    assert {(one["member"], one["event"]) for one in told} == {
        (idea["author"], "idea_won"), (co_author.id, "idea_won"), (helper.id, "credited_idea_won"),
        *((one.id, "voted_idea_won") for one in voters),
    }  # fmt: skip
