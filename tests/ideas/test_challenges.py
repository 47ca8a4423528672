"""Challenges at the desk and on their page: drafted, published, changed in the open; by forms as a browser sends them."""

from datetime import timedelta

import httpx
import pytest

from app import jobs
from app.community.moderation.word_list import add_words
from app.foundation import clock
from app.foundation.clock import shift
from app.foundation.database import row, rows, value
from app.foundation.refusals import Refusal, SlowDown
from ideas.challenges.actions import begin_draft, publish_draft, revise_challenge, save_draft
from ideas.challenges.composing import Values, shaped, values_of
from ideas.challenges.previewing import make_preview, previews_of
from ideas.challenges.queries import challenges_in, desk_challenge, open_challenges, phases_of, plans_of
from ideas.challenges.rules import phase, standing
from ideas.insights.queries import question_of
from ideas.ladder.queries import rungs_of
from tests.ideas.makers import cast_votes, make_challenge, make_desk, make_idea
from tests.ideas.test_phasing import NOW
from tests.people import make_member, sign_in

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BRIEF = "要能放进上衣口袋。不超过 60 元。"


async def begin(client: httpx.AsyncClient, desk: str, shape: str = "one", title: str = "给通勤的人做一件小东西") -> str:
    """The draft's address at the desk."""
    begun = await client.post(f"{desk}/challenges", data={"shape": shape, "title": title})
    assert begun.status_code == 303
    return begun.headers["location"].removesuffix("/edit")


def sent(values: Values, **more: str) -> dict[str, str | list[str]]:
    return {name: one for name, one in values.items() if one not in ("", [])} | more


def test_a_challenge_stands_in_a_word() -> None:
    assert standing("open", ["propose", "vote"], True)[0] == "征集中"
    assert standing("open", ["vote"], True)[0] == "投票中"
    assert standing("ended", ["jury"], True)[0] == "评审中"
    assert standing("open", ["vote"], False)[0] == "下一阶段将开始"


async def test_a_brand_publishes_its_challenge_with_a_title_a_brief_and_one_press(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    await sign_in(client, owner)
    at = await begin(client, desk.url)
    short = await client.post(f"{at}/revisions", data=sent(shaped("one", "给通勤的人做一件小东西"), do="publish", brief="短"))
    assert short.status_code == 409 and "至少 10 个字" in short.text
    typed = sent(shaped("one", "给通勤的人做一件小东西"), do="publish", brief=BRIEF)
    done = await client.post(f"{at}/revisions", data=typed)
    assert done.status_code == 303
    public = await client.get(f"/challenges/{at.rsplit('/', 1)[1]}")
    assert "上衣口袋" in public.text and "发创意" in public.text and "提案、改进和投票" in public.text


@pytest.mark.parametrize("shape", ["one", "four", "relay", "empty"])
async def test_each_shape_can_be_begun_and_looked_at(db: None, client: httpx.AsyncClient, shape: str) -> None:
    desk, owner = await make_desk()
    await sign_in(client, owner)
    at = await begin(client, desk.url, shape)
    page = await client.get(f"{at}/edit")
    assert page.status_code == 200 and "GMT+8" in page.text
    assert (await client.get(f"/challenges/{at.rsplit('/', 1)[1]}")).status_code == 200


async def test_a_draft_is_nobodys_business_but_the_teams_and_whoever_has_its_link(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    await sign_in(client, owner)
    at = await begin(client, desk.url, "four")
    public_id = at.rsplit("/", 1)[1]
    await client.post(f"{at}/revisions", data=sent(shaped("four", "给通勤的人做一件小东西"), do="save", brief=BRIEF))
    made = await client.post(f"{at}/previews", data={"note": "老板", "days": "7"})
    assert made.status_code == 303
    challenge = await desk_challenge(desk.brand, public_id)
    (link,) = await previews_of(challenge)
    client.cookies.clear()
    assert (await client.get(f"/challenges/{public_id}")).status_code == 404
    seen = await client.get(link["address"])
    assert seen.status_code == 200 and "上衣口袋" in seen.text and "老板" in seen.text
    assert seen.headers["x-robots-tag"] == "noindex" and "评审" in seen.text
    assert "给通勤的人" not in (await client.get("/challenges")).text
    await sign_in(client, owner)
    await client.post(f"{at}/previews/{link['public_id']}/revocation")
    assert (await client.get(link["address"])).status_code == 404


async def test_once_public_the_old_link_leads_to_the_page_and_no_new_one_is_made(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    made = await make_challenge(desk, owner)
    with pytest.raises(Refusal):
        await make_preview(owner, await desk_challenge(desk.brand, made["public_id"]), "老板", 7)


async def test_a_draft_keeps_what_is_wrong_too_and_shows_it_again(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    await sign_in(client, owner)
    at = await begin(client, desk.url, "four")
    typed = shaped("four", "给通勤的人做一件小东西") | {"p2-days": "", "p3-starts": "2020-01-01T10:00", "p3-budget": "0"}
    kept = await client.post(f"{at}/revisions", data=sent(typed, do="save", brief="写到一半，还没想好，先存着"))
    assert kept.status_code == 409
    again = await client.get(f"{at}/edit")
    assert "还没想好" in again.text and "2020-01-01T10:00" in again.text and "写一下持续几天" in again.text
    assert "请填 1 到 1000 之间的整数" in again.text


async def test_phases_are_added_moved_and_dropped_without_a_script(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    await sign_in(client, owner)
    at = await begin(client, desk.url)
    typed = shaped("one", "给通勤的人做一件小东西")
    added = await client.post(f"{at}/revisions", data=sent(typed, do="add:jury", brief=BRIEF))
    assert added.status_code == 200 and "第 2 阶段" in added.text
    typed = await value("select typed from challenge where public_id = {}", at.rsplit("/", 1)[1])
    assert '"phases": ["p1", "p2"]' in str(typed)


async def test_four_hundred_phases_and_a_million_signs_are_refused_in_a_sentence(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    await sign_in(client, owner)
    at = await begin(client, desk.url)
    typed: Values = {"phases": [f"p{n}" for n in range(1, 401)], "title": "题目题目", "brief": BRIEF, "do": "publish"}
    many = await client.post(f"{at}/revisions", data=typed | {"p1-doors": "propose", "p1-days": "7"})
    assert many.status_code == 409 and "最多 12 个阶段" in many.text and "第 400 阶段" in many.text
    typed = sent(shaped("one", "长" * 61), do="save", brief="长" * 8001)
    long = await client.post(f"{at}/revisions", data=typed)
    assert long.status_code == 409 and "最多 8000 个字" in long.text and "最多 60 个字" in long.text


async def test_of_two_who_edit_one_draft_the_second_is_told_and_loses_nothing(db: None) -> None:
    desk, owner = await make_desk()
    draft = await begin_draft(desk, owner, "one", "给通勤的人做一件小东西")
    challenge = await desk_challenge(desk.brand, draft["public_id"])
    mine = shaped("one", "我的题目改好了") | {"version": str(challenge.version)}
    theirs = shaped("one", "同事的题目") | {"version": str(challenge.version)}
    await save_draft(owner, challenge, theirs)
    with pytest.raises(Refusal, match="别处改过"):
        await save_draft(owner, challenge, mine)
    await save_draft(owner, challenge, mine)  # pressed again, with the version that it was told
    assert (await desk_challenge(desk.brand, draft["public_id"])).title == "我的题目改好了"


async def test_a_dropped_draft_is_gone_and_a_published_challenge_is_not_dropped(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    await sign_in(client, owner)
    at = await begin(client, desk.url)
    assert (await client.post(f"{at}/disposal")).status_code == 303
    assert await value("select count(*) from challenge") == 0
    made = await make_challenge(desk, owner)
    assert (await client.post(f"{desk.url}/challenges/{made['public_id']}/disposal")).status_code == 409


async def _typed(challenge: dict[str, object], desk: int) -> tuple[Values, object]:
    view = await desk_challenge(desk, str(challenge["public_id"]))
    head = {"title": view.title, "brief": view.brief, "answer_days": str(view.answer_days), "version": str(view.version)}
    return values_of(head, await plans_of(view.id), view.brand_zone), view


async def test_all_may_change_until_somebody_answers_and_each_change_is_told_to_everybody(
    db: None, client: httpx.AsyncClient
) -> None:
    desk, owner = await make_desk()
    made = await make_challenge(desk, owner, title="原来的题目")
    values, view = await _typed(made, desk.brand)
    done = await revise_challenge(owner, view, values | {"title": "新的题目", "p1-budget": "3"})  # type: ignore[arg-type]
    assert done.form.ok
    page = (await client.get(f"/challenges/{made['public_id']}")).text
    assert "新的题目" in page and "原来的题目" in page and "每人一共 3 票" in page and "规则改了" in page


async def test_with_answers_the_end_may_move_later_phases_may_follow_and_nothing_else_changes(db: None) -> None:
    desk, owner = await make_desk()
    made = await make_challenge(desk, owner, shape="four")
    await make_idea(challenge=made)
    values, view = await _typed(made, desk.brand)
    for wrong, field in (
        ({"title": "又一个题目"}, "title"), ({"p1-days": "3"}, "p1-ends"), ({"p3-budget": "3"}, "p3-doors"),
        ({"prizes": "一万元"}, "prizes"),
        ({"answer_days": "60"}, "answer_days"), ({"phases": ["p1", "p2", "p3"]}, "phases"),
    ):  # fmt: skip
        refused = await revise_challenge(owner, view, values | wrong)  # type: ignore[arg-type]
        assert field in refused.form.errors, (wrong, refused.form.errors)
    before = await phases_of(made["id"])
    done = await revise_challenge(owner, view, values | {"p1-days": "20", "p1-note": "草图也可以"})  # type: ignore[arg-type]
    assert done.form.ok, done.form.errors
    after = await phases_of(made["id"])
    assert [one.id for one in after] == [one.id for one in before]
    assert all(new.ends_at == old.ends_at + 6 * DAY for old, new in zip(before, after, strict=True))
    challenge = await row("select * from challenge where id = {}", made["id"])
    assert challenge and challenge["deadline"] == after[2].ends_at and challenge["opens_at"] == after[0].starts_at
    assert challenge["answer_due_at"] == after[3].ends_at + 30 * DAY
    whats = [one["what"] for one in await rows("select what from challenge_change where challenge = {} order by id", made["id"])]
    assert whats == ["ends", "note"] + ["starts", "ends"] * 4


async def test_a_listed_word_in_a_phase_is_refused_at_its_field(db: None) -> None:
    desk, owner = await make_desk()
    await add_words(await make_member(staff=True), "最牛的", "refuse")
    draft = await begin_draft(desk, owner, "one")
    values = shaped("one", "给通勤的人做一件小东西") | {"brief": BRIEF, "p1-note": "最牛的那个得奖"}
    done = await publish_draft(owner, await desk_challenge(desk.brand, draft["public_id"]), values)
    assert "最牛的" in done.form.errors["p1-note"]
    kept = await row("select * from challenge where id = {}", draft["id"])
    assert kept and kept["published_at"] is None and "最牛的那个得奖" in str(kept["typed"])


async def test_lists_hold_each_challenge_in_its_phase(db: None) -> None:
    soon, far = await make_challenge(lasting=2 * DAY), await make_challenge(lasting=20 * DAY)
    both = [soon["id"], far["id"]]
    assert [one.id for one in await challenges_in("open")] == both == [one.id for one in await open_challenges(5)]
    assert [one.id for one in await challenges_in("closing")] == both[:1]
    await shift(3 * DAY)
    assert [one.id for one in await challenges_in("ended")] == both[:1]
    assert [one.id for one in await open_challenges(5)] == both[1:]


def test_a_challenge_goes_by_the_clock_to_the_second() -> None:
    opens, ends = NOW, NOW + 10 * DAY
    second = timedelta(seconds=1)
    assert [phase(opens, ends, at) for at in (opens - second, opens, ends - 3 * DAY, ends - second, ends)] == [
        "upcoming", "open", "closing", "closing", "ended",
    ]  # fmt: skip


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
    with pytest.raises((SlowDown, Refusal)):
        await make_challenge(desk, owner)
    await shift(DAY)
    await make_challenge(desk, owner)
    assert await clock.now()


async def test_its_ladder_and_its_prices_are_kept_with_it_and_go_with_a_dropped_draft(
    db: None, client: httpx.AsyncClient
) -> None:
    desk, owner = await make_desk()
    await sign_in(client, owner)
    at = await begin(client, desk.url)
    public_id = at.rsplit("/", 1)[1]
    typed = shaped("one", "给通勤的人做一件小东西") | {
        "brief": BRIEF,
        "ladder": "own",
        "price_currency": "CNY",
        "prices": "39 69 129",
    }
    wrong = await client.post(f"{at}/revisions", data=sent(typed, do="save", rung_votes="很多", rung_days="60"))
    assert wrong.status_code == 409 and "每级门槛都要填票数和天数" in wrong.text
    kept = await client.post(f"{at}/revisions", data=sent(typed, do="save", rung_votes="100", rung_days="60"))
    assert kept.status_code == 303
    challenge = await value("select id from challenge where public_id = {}", public_id)
    assert [(one.votes, one.days) for one in await rungs_of(challenge)] == [(100, 60)]
    assert (await question_of(challenge)).amounts == [3900, 6900, 12900]
    assert "129" in (await client.get(f"{at}/edit")).text
    assert (await client.post(f"{at}/disposal")).status_code == 303
    assert await value("select count(*) from ladder_rung r join ladder l on l.id = r.ladder where l.challenge is not null") == 0


async def test_dates_are_shown_by_both_clocks_where_they_differ(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    made = await make_challenge(desk, owner, shape="four")
    await sign_in(client, await make_member(time_zone="America/New_York"))
    page = (await client.get(f"/challenges/{made['public_id']}")).text
    assert "GMT-5" in page and "品牌当地" in page and "GMT+8" in page
    await sign_in(client, owner)
    assert "品牌当地" not in (await client.get(f"/challenges/{made['public_id']}")).text


async def test_a_doubtful_word_in_a_phase_holds_the_challenge_until_staff_has_looked(db: None, client: httpx.AsyncClient) -> None:
    await add_words(await make_member(staff=True), "加微信", "hold")
    made = await make_challenge(p1_note="详情加微信")
    assert await value("select visibility from challenge where id = {}", made["id"]) == "pending"
    assert (await client.get(f"/challenges/{made['public_id']}")).status_code == 404


async def test_no_idea_tells_what_a_challenge_is_called_before_it_is_published(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    draft = await begin_draft(desk, owner, "one", "还没公开的秘密")
    await sign_in(client, await make_member())
    form = {"title": "会收线的台灯", "challenge": draft["public_id"]}
    kept = await client.post("/ideas", data=form | {"do": "draft"})
    edit = kept.headers["location"]
    for path in (edit, edit.removesuffix("/edit")):
        assert "还没公开的秘密" not in (await client.get(path)).text
    refused = await client.post("/ideas", data=form | {"do": "publish"})
    assert refused.status_code == 409 and "没有找到这个征集" in refused.text and "还没公开的秘密" not in refused.text
