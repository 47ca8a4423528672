"""A challenge's jury: by invitation, blind until one has scored, and only while it sits."""

import asyncio

import httpx
import pytest

from app.accounts.capabilities import capability_key
from app.accounts.leaving.kinds import Leaving
from app.accounts.viewer import Viewer
from app.foundation.database import execute, row, rows, value
from app.foundation.refusals import NotFound, Refusal
from ideas.judging import leaving, member_data
from ideas.judging.actions import SCOPE, invite_juror, remove_seat, score_idea, set_criteria, sit_on_jury, take_seat
from ideas.judging.queries import criteria_of, ideas_to_judge, judged_idea, jurors_of, own_jury, seats_of
from ideas.judging.rules import spread, weighted
from ideas.reviewing.actions import take_into_review
from ideas.reviewing.queries import Asked, board, idea_on_desk
from tests.ideas.agreements import give_part
from tests.ideas.makers import decide, make_challenge, make_desk, make_idea
from tests.people import make_member, sign_in


async def jury_phase(challenge: dict, begins: str = "-1 hour", ends: str = "2 days") -> None:
    """Beside the challenge's own phases: one in which the jury sits."""
    await execute("delete from challenge_phase where challenge = {} and 'jury' = any(doors)", challenge["id"])
    await execute(
        """insert into challenge_phase (challenge, position, title, doors, starts_at, ends_at)
        values ({}, 9, '评审', array['jury'], app_now() + {}::text::interval, app_now() + {}::text::interval)""",
        challenge["id"], begins, ends,
    )  # fmt: skip


async def seated(challenge: dict, member: Viewer) -> int:
    await sit_on_jury(member, challenge["id"])
    return await value("select id from jury_seat where challenge = {} and member = {}", challenge["id"], member.id)


async def shortlisted(desk: object, owner: Viewer, challenge: dict, author: Viewer | None = None) -> dict:
    idea = await make_idea(author, challenge=challenge)
    await take_into_review(desk, owner, await idea_on_desk(desk, idea["public_id"]))  # type: ignore[arg-type]
    return idea


async def points_for(challenge: dict, *given: int) -> dict[int, int]:
    return dict(zip([one.id for one in await criteria_of(challenge["id"])], given, strict=True))


async def test_an_invitation_is_taken_once_by_its_link(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    seat = await invite_juror(owner, desk, challenge["id"], challenge["title"], "老李", "li@people.test")
    assert await value("select count(*) from mail where event = 'jury_invitation'") == 1
    key = await capability_key(SCOPE, seat)
    shown = await client.get(f"/jury/invitations/{seat}?key={key}")
    assert shown.status_code == 200 and challenge["title"] in shown.text
    assert (await client.get(f"/jury/invitations/{seat}?key=falsch")).status_code == 404
    juror = await make_member("李工")
    await sign_in(client, juror)
    taken = await client.post(f"/jury/invitations/{seat}/acceptance", data={"key": key})
    assert taken.status_code == 303 and taken.headers["location"] == f"/jury/{challenge['public_id']}"
    assert await jurors_of(challenge["id"]) == [juror.id]
    with pytest.raises(Refusal, match="失效"):
        await take_seat(await make_member(), seat, key)
    assert "我当评审的征集" in (await client.get("/me")).text


async def test_signing_in_names_the_jury_only_to_whoever_holds_its_link(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    seat = await invite_juror(owner, desk, challenge["id"], challenge["title"], "老李")
    for key, is_named in (("falsch", False), (await capability_key(SCOPE, seat), True)):
        client.cookies.clear()
        begun = await client.post(f"/jury/invitations/{seat}/acceptance", data={"key": key})
        assert begun.status_code == 303 and "/sign-in" in begun.headers["location"]
        assert (challenge["title"] in (await client.get(begun.headers["location"])).text) is is_named


async def test_jurors_see_only_their_challenge_and_strangers_nothing(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    challenge, other = await make_challenge(desk, owner), await make_challenge(desk, owner)
    juror = await make_member()
    await seated(challenge, juror)
    await sign_in(client, juror)
    assert (await client.get(f"/jury/{challenge['public_id']}")).status_code == 200
    assert (await client.get(f"/jury/{other['public_id']}")).status_code == 404
    assert (await client.get(desk.url)).status_code == 404
    with pytest.raises(NotFound):
        await own_jury(owner, challenge["public_id"])


async def test_a_sheet_is_whole_or_refused_and_others_points_are_seen_after_ones_own(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    await jury_phase(challenge)
    idea = await shortlisted(desk, owner, challenge)
    first, second = await make_member("甲评审"), await make_member("乙评审")
    seat = await seated(challenge, first)
    await seated(challenge, second)
    await score_idea(seat, idea["id"], await points_for(challenge, 5, 4, 3), "能做")
    await sign_in(client, second)
    page = f"/jury/{challenge['public_id']}/ideas/{idea['public_id']}"
    blind = await client.get(page)
    assert "甲评审" not in blind.text and "能做" not in blind.text
    names = [f"points_{one.id}" for one in await criteria_of(challenge["id"])]
    half = await client.post(page + "/scores", data={names[0]: "4", "note": "我的理由"})
    assert half.status_code == 422 and "我的理由" in half.text and "这一条还没打分" in half.text
    for wrong in ("0", "6", "三", "4.5"):
        assert (await client.post(page + "/scores", data=dict.fromkeys(names, wrong))).status_code == 422
    assert await value("select count(*) from score") == 3
    assert (await client.post(page + "/scores", data=dict.fromkeys(names, "2"))).status_code == 303
    seen = await client.get(page)
    assert "甲评审" in seen.text and "能做" in seen.text
    assert await value("select count(*) from score where idea = {}", idea["id"]) == 6
    await client.post(page + "/scores", data=dict.fromkeys(names, "4"))
    assert await value("select count(*) from score where idea = {}", idea["id"]) == 6, "changed, not added"


async def test_mean_and_spread_in_the_database_are_those_of_the_rule(db: None) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    await jury_phase(challenge)
    await set_criteria(challenge["id"], [("想要", "", 3), ("做得出", "", 1)])
    idea = await shortlisted(desk, owner, challenge)
    given = [(5, 1), (2, 4), (3, 3)]
    weights = {one.id: one.weight for one in await criteria_of(challenge["id"])}
    for points in given:
        seat = await seated(challenge, await make_member())
        await score_idea(seat, idea["id"], await points_for(challenge, *points), "")
    judged = await judged_idea(challenge["id"], idea["id"])
    assert judged is not None
    totals = [weighted(dict(zip(weights, points, strict=True)), weights) for points in given]
    assert (judged.mean, judged.spread) == pytest.approx(spread(totals)) and judged.totals == pytest.approx(totals)
    shown = (await board(desk, Asked(group="in_review", order="mean")))[0]
    assert shown["judged"].mean == pytest.approx(judged.mean) and shown["judged"].jurors == 3


async def test_nobody_scores_what_they_had_a_part_in(db: None) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    await jury_phase(challenge)
    author, helper, later = await make_member(), await make_member(), await make_member()
    seats = [await seated(challenge, one) for one in (author, helper, later)]
    idea = await shortlisted(desk, owner, challenge, author)
    await give_part(idea, helper)
    for seat in seats[:2]:
        with pytest.raises(Refusal, match="有你的一份"):
            await score_idea(seat, idea["id"], await points_for(challenge, 5, 5, 5), "")
    await score_idea(seats[2], idea["id"], await points_for(challenge, 5, 5, 5), "")
    assert (await judged_idea(challenge["id"], idea["id"])) is not None
    await give_part(idea, later, "co_author")
    assert await judged_idea(challenge["id"], idea["id"]) is None, "whoever gets a part later judges no more"


async def test_points_are_taken_while_the_jury_sits_and_not_before_or_after(db: None) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    idea = await shortlisted(desk, owner, challenge)
    seat = await seated(challenge, await make_member())
    points = await points_for(challenge, 3, 3, 3)
    for begins, ends in (("1 hour", "2 hours"), ("-2 hours", "-1 second")):
        await jury_phase(challenge, begins, ends)
        with pytest.raises(Refusal, match="不是评审时间"):
            await score_idea(seat, idea["id"], points, "")
    await jury_phase(challenge)
    await score_idea(seat, idea["id"], points, "")
    await decide(desk, owner, idea)
    with pytest.raises(Refusal, match="有结论"):
        await score_idea(seat, idea["id"], points, "")


async def test_criteria_change_until_the_first_points(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    await jury_phase(challenge)
    await sign_in(client, owner)
    path = f"{desk.url}/challenges/{challenge['public_id']}/jury"
    assert "大家想要" in (await client.get(path)).text
    wrong = await client.post(path + "/criteria", data={"word": ["好看"], "weight": ["12"], "note": [""]})
    assert wrong.status_code == 422 and "1 到 9" in wrong.text and "好看" in wrong.text
    twice = await client.post(path + "/criteria", data={"word": ["好看", "好看"], "weight": ["1", "2"], "note": ["", ""]})
    assert twice.status_code == 409 and "同名" in twice.text
    good = await client.post(
        path + "/criteria", data={"word": ["好看", "", "耐用"], "weight": ["2", "", "1"], "note": ["", "", ""]}
    )
    assert good.status_code == 303
    assert [(one.word, one.weight) for one in await criteria_of(challenge["id"])] == [("好看", 2), ("耐用", 1)]
    idea = await shortlisted(desk, owner, challenge)
    await score_idea(await seated(challenge, await make_member()), idea["id"], await points_for(challenge, 4, 4), "")
    late = await client.post(path + "/criteria", data={"word": ["便宜"], "weight": ["1"], "note": [""]})
    assert late.status_code == 409 and "不能再改" in late.text


async def test_a_seat_taken_back_counts_no_more_until_it_is_taken_again(db: None) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    await jury_phase(challenge)
    idea = await shortlisted(desk, owner, challenge)
    juror = await make_member()
    seat = await seated(challenge, juror)
    await score_idea(seat, idea["id"], await points_for(challenge, 4, 4, 4), "")
    await remove_seat(challenge["id"], (await seats_of(challenge["id"]))[0]["public_id"])
    assert await judged_idea(challenge["id"], idea["id"]) is None
    with pytest.raises(NotFound):
        await score_idea(seat, idea["id"], await points_for(challenge, 1, 1, 1), "")
    again = await invite_juror(owner, desk, challenge["id"], "", "又请一次")
    await take_seat(juror, again, await capability_key(SCOPE, again))
    assert (await judged_idea(challenge["id"], idea["id"])).mean == 4  # type: ignore[union-attr]
    with pytest.raises(Refusal, match="已经是"):
        await sit_on_jury(juror, challenge["id"])


async def test_one_juror_pressing_twice_at_once_has_one_row_for_each_criterion(committed_db: str) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    await jury_phase(challenge)
    idea = await shortlisted(desk, owner, challenge)
    seat = await seated(challenge, await make_member())
    sheets = [await points_for(challenge, n, n, n) for n in (1, 2, 3, 4, 5)]
    await asyncio.gather(*(score_idea(seat, idea["id"], sheet, f"第 {n}") for n, sheet in enumerate(sheets)))
    found = await rows("select points from score where idea = {}", idea["id"])
    assert len(found) == 3 and len({one["points"] for one in found}) == 1, "one whole sheet, not a mixture"


async def test_the_shortlist_comes_to_the_jury_without_counts(db: None) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    juror = await make_member()
    await seated(challenge, juror)
    idea = await shortlisted(desk, owner, challenge)
    await make_idea(challenge=challenge)
    found = await ideas_to_judge(await own_jury(juror, challenge["public_id"]))
    assert [one["id"] for one in found] == [idea["id"]] and "vote_count" not in found[0]


async def test_of_two_seats_that_become_one_members_one_stays(db: None) -> None:
    desk, owner = await make_desk()
    challenge, other = await make_challenge(desk, owner), await make_challenge(desk, owner)
    stays, goes = await make_member(), await make_member()
    for jury, juror in ((challenge, stays), (challenge, goes), (other, goes)):
        await seated(jury, juror)
    await member_data.merge(goes.id, stays.id)
    assert await jurors_of(challenge["id"]) == [stays.id] and await jurors_of(other["id"]) == [stays.id]


async def test_a_juror_takes_their_words_along_and_leaves_the_sums(db: None) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    await jury_phase(challenge)
    idea = await shortlisted(desk, owner, challenge)
    juror = await make_member()
    await score_idea(await seated(challenge, juror), idea["id"], await points_for(challenge, 5, 5, 5), "我最喜欢")
    assert (await leaving.export(juror.id))["jury_scores"][0]["note"] == "我最喜欢"
    await leaving.erase(Leaving(juror.id, juror.public_id, ()))
    assert await row("select 1 from jury_note") is None
    assert (await judged_idea(challenge["id"], idea["id"])).mean == 5  # type: ignore[union-attr]
