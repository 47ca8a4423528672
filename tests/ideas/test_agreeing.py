"""A won idea's agreement: offered to everybody who has a part, each answers once, the parts are a whole in the database."""

import asyncio
from decimal import Decimal

import asyncpg
import httpx
import pytest

from app import jobs
from app.accounts.leaving.kinds import Leaving
from app.foundation import clock
from app.foundation.database import execute, row, rows, transaction, value
from app.foundation.refusals import NotFound, Refusal
from app.papers.actions import publish_version
from ideas.agreeing import leaving, member_data
from ideas.agreeing.actions import accept_agreement, decline_agreement, offer_agreement
from ideas.agreeing.queries import accepted_agreement, agreement_of, consent_to_launch
from tests.ideas.agreements import agree_all, give_part, offer
from tests.ideas.makers import make_challenge, make_desk, make_idea, make_won_idea
from tests.people import make_member, sign_in


async def told(event: str) -> set[int]:
    return {one["member"] for one in await rows("select member from notice where event = {}", event)}


async def test_everybody_with_a_part_is_asked_and_the_last_yes_makes_it_stand(db: None) -> None:
    desk, owner = await make_desk()
    author, helper = await make_member("阿木"), await make_member("小林")
    idea = await make_won_idea(desk, owner, author=author)
    await give_part(idea, helper)
    agreement = await offer(desk, owner, idea, share="3")
    assert await told("agreement_offered") == {author.id, helper.id}
    assert {part.member: part.points for part in agreement.parts} == {author.id: 8000, helper.id: 2000}
    assert (await consent_to_launch(idea["id"])).missing == ("阿木", "小林")
    assert not await accept_agreement(author, agreement, "木头")
    assert await accepted_agreement(idea["id"]) is None
    assert (await consent_to_launch(idea["id"])).missing == ("小林",)
    assert await accept_agreement(helper, agreement, "")
    stands = await accepted_agreement(idea["id"])
    assert stands is not None and stands.accepted_at and [part.shown_name for part in stands.parts] == ["木头", ""]
    assert (await consent_to_launch(idea["id"])).is_given
    assert await told("agreement_complete") == {author.id, helper.id} and await told("own_agreement_complete") == {owner.id}


async def test_consent_names_the_version_that_was_offered_even_if_a_newer_stands(db: None) -> None:
    desk, owner = await make_desk()
    author = await make_member()
    idea = await make_won_idea(desk, owner, author=author)
    agreement = await offer(desk, owner, idea)
    newer = await publish_version("co_creation", {"zh-Hans": {"title": "共创协议", "body": "新的条文。"}}, is_major=True)
    await accept_agreement(author, agreement, "")
    kept = await row("select version, how, subject from consent where member = {} and how = 'co_creation'", author.id)
    assert kept == {"version": agreement.version, "how": "co_creation", "subject": agreement.public_id}
    assert agreement.version != newer["id"]


async def test_a_no_is_told_with_its_reason_and_the_brand_offers_anew(db: None) -> None:
    desk, owner = await make_desk()
    author, helper = await make_member(), await make_member()
    idea = await make_won_idea(desk, owner, author=author)
    await give_part(idea, helper)
    first = await offer(desk, owner, idea)
    await accept_agreement(author, first, "")
    await decline_agreement(helper, first, "比例太低了")
    assert await told("agreement_declined") == {owner.id}
    with pytest.raises(Refusal, match="已经答复"):
        await accept_agreement(author, first, "")
    assert not (await consent_to_launch(idea["id"])).is_given
    second = await agree_all(desk, owner, idea, share="5")
    assert second.id != first.id and second.state == "accepted"
    assert await value("select state from agreement where id = {}", first.id) == "replaced"
    with pytest.raises(Refusal, match="新的约定"):
        await accept_agreement(helper, first, "")


async def test_only_those_named_in_it_see_an_agreement(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    agreement = await offer(desk, owner, await make_won_idea(desk, owner))
    await sign_in(client, await make_member())
    assert (await client.get(agreement.url)).status_code == 404
    assert (await client.post(agreement.url + "/acceptance", data={"share": "1", "licence": "1"})).status_code == 404


async def test_the_page_is_answered_with_name_share_and_licence(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk("拾光")
    author = await make_member("阿木")
    agreement = await offer(desk, owner, await make_won_idea(desk, owner, author=author), share="4")
    await sign_in(client, author)
    shown = await client.get(agreement.url)
    assert shown.status_code == 200 and "4%" in shown.text and "拾光" in shown.text
    for missing, at in (("share", "请确认你的那一份"), ("licence", "要同意授权")):
        sent = {"named": "named", "shown_name": "木头工坊", "share": "1", "licence": "1"}
        refused = await client.post(agreement.url + "/acceptance", data={k: v for k, v in sent.items() if k != missing})
        assert refused.status_code == 422 and at in refused.text and "木头工坊" in refused.text
    too_short = await client.post(agreement.url + "/refusal", data={"reason": ""})
    assert too_short.status_code == 422
    done = await client.post(agreement.url + "/acceptance", data={"shown_name": "木头工坊", "share": "1", "licence": "1"})
    assert done.status_code == 303
    assert (await accepted_agreement(agreement.idea)).parts[0].name == "木头工坊"  # type: ignore[union-attr]
    again = await client.post(agreement.url + "/refusal", data={"reason": "反悔了"})
    assert again.status_code == 409 and "已经答复过" in again.text
    assert "木头工坊" in (await client.get(f"/ideas/{agreement.idea_id}")).text


async def test_the_desk_refuses_parts_that_miss_the_whole_and_keeps_what_was_typed(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    author, helper = await make_member(), await make_member()
    idea = await make_won_idea(desk, owner, author=author)
    await give_part(idea, helper)
    await sign_in(client, owner)
    path = f"{desk.url}/ideas/{idea['public_id']}/agreement"
    shown = await client.get(path)
    assert 'value="80"' in shown.text and 'value="20"' in shown.text
    parts = {f"part_{author.public_id}": "70", f"part_{helper.public_id}": "20.5"}
    short = await client.post(path, data={"share": "3", **parts})
    assert short.status_code == 409 and "还差 9.5%" in short.text and 'value="20.5"' in short.text
    unread = await client.post(path, data={"share": "三成", **parts})
    assert unread.status_code == 422 and "百分比" in unread.text
    assert await agreement_of(idea["id"]) is None
    sent = await client.post(path, data={"share": "3", **parts, f"part_{author.public_id}": "79.5"})
    assert sent.status_code == 303 and (await agreement_of(idea["id"])).share_percent == 3  # type: ignore[union-attr]


async def test_what_the_challenge_promised_is_the_least(db: None) -> None:
    desk, owner = await make_desk()
    idea = await make_won_idea(desk, owner)
    await execute("update challenge set share_percent = 4 where id = {}", idea["challenge"])
    with pytest.raises(Refusal, match="至少 4"):
        await offer(desk, owner, idea, share="3.99")
    await offer(desk, owner, idea, share="4")


async def test_whoever_got_a_part_meanwhile_is_not_left_out(db: None) -> None:
    desk, owner = await make_desk()
    idea = await make_won_idea(desk, owner)
    agreement = await agree_all(desk, owner, idea)
    late = await make_member("晚来的")
    await give_part(idea, late, "co_author")
    consent = await consent_to_launch(idea["id"])
    assert not consent.is_given and consent.missing == ("晚来的",)
    with pytest.raises(Refusal, match="刚刚有变动"):
        points = {part.member: part.points for part in agreement.parts}
        await offer_agreement(desk, owner, idea, share=Decimal(3), points=points, terms="", shows_parts=False)


async def test_an_idea_that_was_not_won_by_this_brand_has_no_agreement(db: None) -> None:
    desk, owner = await make_desk()
    other, stranger = await make_desk()
    idea = await make_won_idea(desk, owner)
    with pytest.raises(NotFound):
        await offer(other, stranger, idea)
    open_one = await make_idea(challenge=await make_challenge(desk, owner))
    with pytest.raises(NotFound):
        await offer(desk, owner, open_one)


async def test_the_database_holds_the_whole(db: None) -> None:
    desk, owner = await make_desk()
    agreement = await offer(desk, owner, await make_won_idea(desk, owner))
    with pytest.raises(asyncpg.CheckViolationError, match="not to the whole"):
        async with transaction():
            await execute("update agreement_part set points = points - 1 where agreement = {}", agreement.id)
            await execute("set constraints all immediate")
    assert await value("select sum(points) from agreement_part where agreement = {}", agreement.id) == 10_000


async def test_two_last_answers_at_once_make_one_agreement(committed_db: str) -> None:
    for _ in range(4):
        desk, owner = await make_desk()
        author, helper = await make_member(), await make_member()
        idea = await make_won_idea(desk, owner, author=author)
        await give_part(idea, helper)
        agreement = await offer(desk, owner, idea)
        last = await asyncio.gather(accept_agreement(author, agreement, ""), accept_agreement(helper, agreement, ""))
        assert sorted(last) == [False, True]
        assert (await agreement_of(idea["id"])).state == "accepted"  # type: ignore[union-attr]


async def test_a_yes_and_a_new_offer_at_once_leave_one_that_stands(committed_db: str) -> None:
    desk, owner = await make_desk()
    author = await make_member()
    idea = await make_won_idea(desk, owner, author=author)
    agreement = await offer(desk, owner, idea)
    await asyncio.gather(accept_agreement(author, agreement, ""), offer(desk, owner, idea, share="5"), return_exceptions=True)
    standing = await rows("select state from agreement where idea = {} and state <> 'replaced'", idea["id"])
    assert len(standing) == 1 and standing[0]["state"] == "offered"


async def test_whoever_does_not_answer_is_reminded_three_times_and_no_more(db: None) -> None:
    desk, owner = await make_desk()
    idea = await make_won_idea(desk, owner)
    agreement = await offer(desk, owner, idea)
    seen = []
    for days in (2, 3, 6, 7, 14, 30, 60):
        await execute("update agreement set created_at = app_now() - make_interval(days => {}) where id = {}", days, agreement.id)
        await jobs.tick()
        seen.append(await value("select reminded from agreement_part where agreement = {}", agreement.id))
    assert seen == [0, 1, 1, 2, 3, 3, 3]
    assert await clock.now()


async def test_two_members_who_become_one_have_one_part_of_both_sizes(db: None) -> None:
    desk, owner = await make_desk()
    author, helper = await make_member(), await make_member()
    idea = await make_won_idea(desk, owner, author=author)
    await give_part(idea, helper)
    agreement = await offer(desk, owner, idea)
    await accept_agreement(author, agreement, "")
    await member_data.merge(helper.id, author.id)
    await execute("set constraints all immediate")
    assert await rows("select member, points, state from agreement_part where agreement = {}", agreement.id) == [
        {"member": author.id, "points": 10_000, "state": "waiting"}
    ]


async def test_whoever_leaves_takes_their_name_along_and_the_brand_offers_anew(db: None) -> None:
    desk, owner = await make_desk()
    author, helper = await make_member("阿木"), await make_member()
    idea = await make_won_idea(desk, owner, author=author)
    await give_part(idea, helper)
    agreement = await offer(desk, owner, idea)
    await accept_agreement(author, agreement, "木头工坊")
    mine = (await leaving.export(author.id))["agreements"]
    assert mine[0]["shown_name"] == "木头工坊" and mine[0]["points"] == "80%"
    await leaving.erase(Leaving(author.id, author.public_id, ()))
    assert await value("select state from agreement where id = {}", agreement.id) == "replaced"
    assert await told("agreement_to_renew") == {owner.id}
    assert not await value("select exists (select from agreement_part where shown_name <> '' or reason <> '')")
