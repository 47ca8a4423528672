"""Votes in quarantine: put there by a sweep, seen by staff, released or kept out, with the counts right throughout."""

import random
import re
from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.database import execute, row, rows, value
from app.foundation.refusals import Refusal
from ideas.guarding.actions import decide, decide_many, look_at
from ideas.guarding.queries import case_by_public_id, timeline_of
from ideas.guarding.tasks import guard_votes
from ideas.voting.actions import cast_vote, withdraw_vote
from ideas.voting.queries import votes_of
from tests.ideas.makers import make_idea, reread
from tests.ideas.voting import counts, make_strict_challenge, states
from tests.people import make_member, sign_in


async def crowd(
    idea: dict[str, Any], size: int, mailbox: str, *, seconds: float = 40, jitter: float = 0.1, ago: float = 3
) -> list[int]:
    """New members who vote for nothing else, one after the other; `mailbox` holds {n}."""
    chance, ids = random.Random(f"{mailbox}{idea['id']}"), []
    at = await clock.now() - timedelta(hours=ago)
    for n in range(size):
        at += timedelta(seconds=seconds * (1 + chance.uniform(-jitter, jitter)))
        member = await value(
            "insert into member (public_id, created_at) values ({}, {}) returning id",
            "".join(chance.choices("23456789abcdefgh", k=10)), at - timedelta(minutes=5),
        )  # fmt: skip
        await execute("insert into member_profile (member, name) values ({}, '新人')", member)
        await execute(
            "insert into identity (member, kind, address, verified_at) values ({}, 'email', {}, {})",
            member,
            mailbox.format(n=f"{idea['id'] % 100}{n}"),
            at,
        )
        await execute("insert into vote (idea, member, created_at) values ({}, {}, {})", idea["id"], member, at)
        ids.append(member)
    await execute(
        "update idea set vote_count = (select count(*) from vote where idea = {} and state = 'counted') where id = {}",
        idea["id"], idea["id"],
    )  # fmt: skip
    return ids


async def the_case(idea: dict[str, Any]) -> dict[str, Any]:
    found = await row("select * from vote_case where idea = {} order by id desc limit 1", idea["id"])
    assert found is not None
    return found


async def test_a_sweep_holds_a_machines_votes_and_nobody_elses(db: None) -> None:
    idea, fans = await make_idea(), [await make_member() for _ in range(3)]
    for fan in fans:
        await cast_vote(fan, idea["public_id"])
    await crowd(idea, 40, "fan{n}@x9mail.top")
    await guard_votes()
    case = await the_case(idea)
    assert (case["state"], case["votes"]) == ("held", 40)
    assert await counts(idea) == [3] and await votes_of(fans[0], [idea["id"]])
    assert (await reread(idea))["ranked_votes"] == 3
    await guard_votes()
    assert await value("select count(*) from vote_case") == 1


async def test_a_wave_from_a_chat_link_is_left_alone(db: None) -> None:
    idea = await make_idea()
    await crowd(idea, 60, "7{n}345@qq.com", seconds=20, jitter=0.99)
    chance = random.Random(5)
    for one in await rows("select id from vote where idea = {}", idea["id"]):
        await execute(
            "update vote set created_at = app_now() - {}::interval where id = {}",
            timedelta(minutes=120 * chance.random() ** 2),
            one["id"],
        )
    await guard_votes()
    assert await value("select count(*) from vote_case") == 0 and await counts(idea) == [60]


async def test_what_may_be_a_company_makes_a_case_and_touches_no_vote(db: None) -> None:
    idea = await make_idea()
    members = await crowd(idea, 40, "x{n}@small-maker.cn", jitter=0.2)
    chance = random.Random(4)
    for member in members:
        name = "".join(chance.choices("abcdefghijklmnop", k=7))
        await execute("update identity set address = {} where member = {}", f"{name}@small-maker.cn", member)
        await execute(
            "update vote set created_at = app_now() - {}::interval where member = {}",
            timedelta(minutes=200 * chance.random()),
            member,
        )
    assert await look_at(idea["id"]) == "watched"
    assert await counts(idea) == [40] and await value("select count(*) from vote where suspect is not null") == 40
    staff = await make_member(staff=True)
    await decide(staff.id, (await the_case(idea))["id"], "dismissed")
    assert await look_at(idea["id"]) is None, "what was decided is not taken up again"


async def held_case(size: int = 40) -> tuple[dict[str, Any], dict[str, Any], Viewer]:
    idea, staff = await make_idea(), await make_member(staff=True)
    await crowd(idea, size, "fan{n}@x9mail.top")
    await guard_votes()
    return idea, await the_case(idea), staff


async def test_released_votes_count_again_and_stay_released(db: None) -> None:
    idea, case, staff = await held_case()
    assert await counts(idea) == [0]
    await decide(staff.id, case["id"], "released", "一家店的会员活动，核实过")
    assert await counts(idea) == [40]
    await guard_votes()
    await look_at(idea["id"])
    assert await counts(idea) == [40] and (await the_case(idea))["id"] == case["id"]
    steps = await rows("select actor, state, why from vote_case_event where subject = {} order by id", case["id"])
    assert [(one["actor"], one["state"]) for one in steps] == [(None, "held"), (staff.id, "released")]


async def test_upheld_votes_stay_out_and_an_appeal_can_still_release_them(db: None) -> None:
    idea, case, staff = await held_case()
    with pytest.raises(Refusal, match="写一句理由"):
        await decide(staff.id, case["id"], "upheld", " ")
    await decide(staff.id, case["id"], "upheld", "同一台机器投的")
    assert await counts(idea) == [0]
    told = await row("select params from notice where member = {} and event = 'votes_kept_out'", idea["author"])
    assert told is not None and "同一台机器" in str(told["params"])
    await decide(staff.id, case["id"], "released", "申诉成立")
    assert await counts(idea) == [40]
    assert await value("select count(*) from vote where idea = {} and reason <> ''", idea["id"]) == 0


async def test_a_vote_taken_back_in_quarantine_comes_back_there(db: None) -> None:
    idea, case, _ = await held_case()
    bot = Viewer(id=await value("select member from vote where idea = {} limit 1", idea["id"]))
    assert await votes_of(bot, [idea["id"]]) == {idea["id"]}, "its own seal stays as pressed"
    await withdraw_vote(bot, idea["public_id"])
    assert await states(bot, idea) == ["withdrawn"]
    assert await cast_vote(bot, idea["public_id"]) == 0 and await states(bot, idea) == ["quarantined"]
    await withdraw_vote(bot, idea["public_id"])
    await decide((await make_member(staff=True)).id, case["id"], "released")
    assert await counts(idea) == [39]
    assert await cast_vote(bot, idea["public_id"]) == 40


async def test_released_votes_wait_where_their_voters_have_not_cast_enough(db: None) -> None:
    challenge = await make_strict_challenge(least_votes=2)
    idea, staff = await make_idea(challenge=challenge), await make_member(staff=True)
    await crowd(idea, 40, "fan{n}@x9mail.top")
    await execute("update vote set state = 'waiting' where idea = {}", idea["id"])
    await execute("update idea set vote_count = 0 where id = {}", idea["id"])
    assert await look_at(idea["id"]) == "held"
    await decide(staff.id, (await the_case(idea))["id"], "released")
    assert await value("select count(*) from vote where idea = {} and state = 'waiting'", idea["id"]) == 40
    assert await counts(idea) == [0]


async def test_many_are_decided_at_once_and_two_of_staff_do_not_undo_each_other(db: None) -> None:
    (one, first, staff), (other, second, _) = await held_case(), await held_case(35)
    await decide(staff.id, first["id"], "upheld", "机器")
    assert await decide_many(staff.id, [first["public_id"], second["public_id"]], "upheld", "机器") == (1, 1)
    assert await counts(one, other) == [0, 0]


async def test_pages_of_staff_show_figures_and_decide(db: None, client: httpx.AsyncClient) -> None:
    idea, case, staff = await held_case()
    await sign_in(client, await make_member())
    assert (await client.get("/staff/votes")).status_code == 404
    await sign_in(client, staff)
    board = (await client.get("/staff/votes")).text
    assert idea["title"] in board and "40" in board
    text = (await client.get(f"/staff/votes/{case['public_id']}")).text
    assert re.search("平均 (39|40|41) 秒", text)
    for figure in ("x9mail.top", "fan", "小时"):
        assert figure in text, figure
    refused = await client.post(f"/staff/votes/{case['public_id']}/decision", data={"do": "upheld", "why": ""})
    assert refused.status_code == 409 and "写一句理由" in refused.text
    done = await client.post(f"/staff/votes/{case['public_id']}/decision", data={"do": "upheld", "why": "机器投的"})
    assert done.status_code == 303 and (await the_case(idea))["why"] == "机器投的"
    assert "机器投的" in (await client.get(f"/staff/votes/{case['public_id']}")).text
    bulk = await client.post("/staff/votes/decisions", data={"do": "released", "why": "申诉成立", "cases": case["public_id"]})
    assert bulk.status_code == 303 and await counts(idea) == [40]
    assert sum(one["suspect"] for one in await timeline_of(await case_by_public_id(case["public_id"]))) == 40


async def test_the_ideas_page_says_how_many_are_being_checked(db: None, client: httpx.AsyncClient) -> None:
    idea, case, staff = await held_case()
    text = (await client.get(f"/ideas/{idea['public_id']}")).text
    assert "另有 40 票在核对中" in text and "<b>0</b>" in text
    await decide(staff.id, case["id"], "upheld", "机器")
    assert "核对中" not in (await client.get(f"/ideas/{idea['public_id']}", headers={"cookie": "zz_flash=1"})).text
