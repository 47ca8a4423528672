"""Duplicates merged: every voter carried over once, authors credited, the old address leads to the new one."""

import httpx
import pytest

from app.accounts.viewer import Viewer
from app.brands.desk import Desk
from app.foundation.clock import now
from app.foundation.database import execute, insert, row, rows, value
from app.foundation.refusals import Refusal
from ideas.contributing.crediting import credit
from ideas.guarding.tables import VoteCase
from ideas.ranking import recount
from ideas.voting.actions import cast_vote, withdraw_vote
from ideas.voting.joining import merge_ideas, preview
from tests.ideas.makers import cast_votes, decide, make_challenge, make_desk, make_idea, reread
from tests.ideas.voting import counts, make_strict_challenge, states
from tests.people import join_team, make_brand, make_member, sign_in

WHY = "说的是同一盏灯"


async def two_ideas(**rules: object) -> tuple[Desk, Viewer, dict, dict]:
    desk, owner = await make_desk("岚木")
    challenge = await make_strict_challenge(desk=desk, owner=owner, **rules)
    return (
        desk,
        owner,
        await make_idea(challenge=challenge, title="会收线的台灯"),
        await make_idea(challenge=challenge, title="收线灯"),
    )


async def test_every_voter_is_carried_over_once(db: None) -> None:
    _, owner, source, target = await two_ideas()
    only, both, back = await cast_votes(source, 3)
    await cast_vote(both, target["public_id"])
    await cast_vote(back, target["public_id"])
    await withdraw_vote(back, target["public_id"])
    there = (await cast_votes(target, 1))[0]
    told = await merge_ideas(owner, source["id"], target["id"], WHY)
    assert (told.voters, told.both, told.carried, told.after) == (3, 1, 2, 4)
    assert await counts(source, target) == [0, 4]
    assert [await states(fan, source, target) for fan in (only, both, back, there)] == [["moved", "counted"]] * 3 + [
        ["", "counted"]
    ]
    assert (await reread(target))["ranked_votes"] == 4


async def test_what_staff_keeps_out_does_not_come_back_by_way_of_a_duplicate(db: None) -> None:
    _, owner, source, target = await two_ideas()
    [bought] = await cast_votes(target, 1)
    case = await insert(VoteCase, idea=target["id"], state="upheld", from_at=await now(), to_at=await now())
    await execute(
        "update vote set state = 'quarantined', reason = 'suspect', suspect = {} where member = {}", case["id"], bought.id
    )
    await recount([target["id"]])
    await withdraw_vote(bought, target["public_id"])
    await cast_vote(bought, source["public_id"])
    assert (await preview(source["id"], target["id"])).after == 0
    await merge_ideas(owner, source["id"], target["id"], WHY)
    assert await counts(source, target) == [0, 0]
    assert await states(bought, source, target) == ["moved", "quarantined"]


async def test_authors_of_the_target_lose_their_vote_and_those_of_the_source_are_credited(db: None) -> None:
    _, owner, source, target = await two_ideas()
    helper, author = await make_member(), Viewer(id=target["author"])
    await credit(target["id"], helper.id, "co_author")
    for fan in (author, helper):
        await cast_vote(fan, source["public_id"])
    assert (await preview(source["id"], target["id"])).owners == 2
    await merge_ideas(owner, source["id"], target["id"], WHY)
    assert await counts(source, target) == [0, 0]
    assert await rows("select member, role, source from contribution where idea = {} and role = 'merged'", target["id"]) == [
        {"member": source["author"], "role": "merged", "source": source["id"]}
    ]


async def test_everybody_is_told_once(db: None) -> None:
    _, owner, source, target = await two_ideas()
    fan = (await cast_votes(source, 1))[0]
    await merge_ideas(owner, source["id"], target["id"], WHY)
    told = await rows(
        "select member, event from notice where event in ('idea_merged', 'idea_gained', 'voted_idea_merged') order by event"
    )
    assert told == [
        {"member": target["author"], "event": "idea_gained"}, {"member": source["author"], "event": "idea_merged"},
        {"member": fan.id, "event": "voted_idea_merged"},
    ]  # fmt: skip


async def test_a_vote_in_quarantine_moves_in_its_case(db: None) -> None:
    _, owner, source, target = await two_ideas()
    fan, _ = await cast_votes(source, 2)
    case = await value(
        """insert into vote_case (public_id, idea, state, from_at, to_at)
        values ('case2222', {}, 'held', app_now(), app_now()) returning id""",
        source["id"],
    )
    await execute(
        "update vote set state = 'quarantined', suspect = {} where idea = {} and member = {}", case, source["id"], fan.id
    )
    await execute("update idea set vote_count = 1 where id = {}", source["id"])
    await merge_ideas(owner, source["id"], target["id"], WHY)
    assert await states(fan, source, target) == ["moved", "quarantined"] and await counts(target) == [1]
    from ideas.guarding.actions import decide as decide_case

    await decide_case((await make_member(staff=True)).id, case, "released")
    assert await counts(target) == [2]


async def test_a_merge_frees_the_budget_and_may_make_votes_wait(db: None) -> None:
    _, owner, source, target = await two_ideas(budget=3, least_votes=2)
    fan = await make_member()
    await cast_vote(fan, source["public_id"])
    await cast_vote(fan, target["public_id"])
    assert await counts(source, target) == [1, 1]
    await merge_ideas(owner, source["id"], target["id"], WHY)
    assert await states(fan, source, target) == ["moved", "waiting"] and await counts(source, target) == [0, 0]
    challenge = await row("select * from challenge where id = {}", source["challenge"])
    third = await make_idea(challenge=challenge)
    await cast_vote(fan, third["public_id"])
    assert await counts(target, third) == [1, 1]


async def test_chains_lead_to_the_last(db: None) -> None:
    _, owner, first, second = await two_ideas()
    third = await make_idea(challenge=await row("select * from challenge where id = {}", first["challenge"]))
    fan = (await cast_votes(first, 1))[0]
    await merge_ideas(owner, first["id"], second["id"], WHY)
    await merge_ideas(owner, second["id"], third["id"], WHY)
    assert (await reread(first))["merged_into"] == third["id"]
    assert await states(fan, first, second, third) == ["moved", "moved", "counted"] and await counts(third) == [1]


async def test_who_may_not_and_what_may_not_is_refused_in_a_sentence(db: None) -> None:
    desk, owner, source, target = await two_ideas()
    stranger, staff, packer = await make_member(), await make_member(staff=True), await make_member()
    await join_team({"id": desk.brand}, packer, "fulfilment")
    for actor in (stranger, staff, packer):
        with pytest.raises(Refusal, match="由征集方合并"):
            await merge_ideas(actor, source["id"], target["id"], WHY)
    with pytest.raises(Refusal, match="它自己"):
        await merge_ideas(owner, source["id"], source["id"], WHY)
    with pytest.raises(Refusal, match="写一句为什么"):
        await merge_ideas(owner, source["id"], target["id"], "  ")
    other = await make_idea(challenge=await make_challenge(desk, owner))
    with pytest.raises(Refusal, match="同一个征集"):
        await merge_ideas(owner, source["id"], other["id"], WHY)
    await decide(desk, owner, target)
    with pytest.raises(Refusal, match="《收线灯》已经有结论"):
        await merge_ideas(owner, source["id"], target["id"], WHY)
    assert (await reread(source))["state"] == "published"


async def test_the_open_floor_is_staffs(db: None) -> None:
    one, other, staff = await make_idea(), await make_idea(), await make_member(staff=True)
    await cast_votes(one, 2)
    with pytest.raises(Refusal, match="自由提案由平台合并"):
        await merge_ideas(Viewer(id=one["author"]), one["id"], other["id"], WHY)
    await merge_ideas(staff, one["id"], other["id"], WHY)
    assert await counts(other) == [2]


async def test_the_brand_searches_looks_at_the_figures_and_merges(db: None, client: httpx.AsyncClient) -> None:
    desk, owner, source, target = await two_ideas()
    both, *_ = await cast_votes(source, 3)
    await cast_vote(both, target["public_id"])
    await sign_in(client, owner)
    path = f"{desk.url}/ideas/{source['public_id']}/merging"
    assert "收线灯" in (await client.get(f"{path}?q=收线灯")).text
    shown = (await client.get(f"{path}?into={target['public_id']}")).text
    assert "带走 3 票，其中 1 人两边都投过" in shown and "合并后一共 3 票" in shown
    refused = await client.post(path, data={"into": target["public_id"], "why": ""})
    assert refused.status_code == 409 and "写一句为什么合并" in refused.text
    assert (await client.post(path, data={"into": target["public_id"], "why": WHY})).status_code == 303
    assert await counts(target) == [3]
    old = await client.get(f"/ideas/{source['public_id']}")
    assert f"/ideas/{target['public_id']}" in old.text and WHY in old.text
    stranger = await make_member()
    await make_brand(stranger)
    await sign_in(client, stranger)
    assert (await client.get(path)).status_code == 404


async def test_staff_merges_on_the_open_floor(db: None, client: httpx.AsyncClient) -> None:
    one, other = await make_idea(title="会飞的伞"), await make_idea(title="飞行雨伞")
    await cast_votes(one, 2)
    await sign_in(client, await make_member(staff=True))
    assert "会飞的伞" in (await client.get("/staff/votes/merging?q=会飞")).text
    path = f"/staff/votes/merging/{one['public_id']}"
    assert "带走 2 票" in (await client.get(f"{path}?into={other['public_id']}")).text
    assert (await client.post(path, data={"into": other["public_id"], "why": WHY})).status_code == 303
    assert await counts(other) == [2]
