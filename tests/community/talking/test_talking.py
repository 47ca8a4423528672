"""Comments on the real database: written, answered, changed, withdrawn, pinned, and what is refused meanwhile."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.accounts.viewer import ANONYMOUS, Viewer
from app.community.talking.actions import revise_comment, withdraw_comment, write_comment
from app.community.talking.arranging import pin_comment, unpin_comment
from app.community.talking.calling import offered
from app.community.talking.kinds import Subject, find_subject
from app.community.talking.queries import comment_by_public_id, versions_of
from app.community.talking.reacting import react, take_back
from app.community.talking.rules import BELOW, PAGE, Key, wilson
from app.community.talking.showing import ThreadView, show_thread
from app.foundation import clock
from app.foundation.database import execute, row, rows, value
from app.foundation.refusals import NotFound, Refusal
from app.site.profile import region
from tests.campaigns.makers import make_campaign
from tests.community.makers import hide, show
from tests.community.talking.makers import about, make_comment, react_all, reread, thread_row
from tests.ideas.makers import make_challenge, make_desk, make_draft, make_idea
from tests.people import join_team, make_member

pytestmark = pytest.mark.usefixtures("db")


def texts(view: ThreadView) -> list[str]:
    return [one.row["text"] for one in view.comments]


async def test_a_comment_stands_below_its_idea_and_is_counted() -> None:
    subject = await about(await make_idea())
    await make_comment(subject, text="夹子能换吗")
    view = await show_thread(ANONYMOUS, subject)
    assert (texts(view), view.count, view.mark) == (["夹子能换吗"], 1, 1)


async def test_an_answer_to_an_answer_stands_beside_it() -> None:
    subject = await about(await make_idea())
    root = await make_comment(subject)
    first = await make_comment(subject, to=root, text="能")
    second = await make_comment(subject, to=first, text="怎么换")
    assert (second["parent"], second["answers_to"]) == (root["id"], first["id"])
    view = await show_thread(ANONYMOUS, subject)
    assert [one.row["text"] for one in view.comments[0].replies] == ["能", "怎么换"]
    assert (await reread(root))["replies"] == 2


async def test_the_same_words_sent_twice_are_one_comment() -> None:
    subject, author = await about(await make_idea()), await make_member()
    first = await make_comment(subject, author, "多少钱")
    assert (await make_comment(subject, author, "多少钱"))["id"] == first["id"]
    assert (await make_comment(subject, author, "多少钱", to=first))["id"] != first["id"]
    assert (await thread_row(subject))["comments"] == 2
    await withdraw_comment(author, first)
    assert (await make_comment(subject, author, "多少钱"))["id"] != first["id"]


async def test_drafts_and_what_was_hidden_are_not_talked_about() -> None:
    author = await make_member()
    idea = await make_idea(author)
    comment = await make_comment(await about(idea))
    with pytest.raises(NotFound):
        await about(await make_draft(author), author)
    with pytest.raises(NotFound):
        await find_subject(author, "member", author.public_id)
    await hide("idea", idea)
    with pytest.raises(NotFound):
        await comment_by_public_id(ANONYMOUS, comment["public_id"])


async def test_what_is_gone_is_not_answered_and_nothing_is_written() -> None:
    subject, author = await about(await make_idea()), await make_member()
    root, other = await make_comment(subject, author), await make_comment(subject)
    reply = await make_comment(subject, to=root)
    await withdraw_comment(author, root)
    await hide("comment", other)
    for answered, said in (
        (root, "撤回"),
        (other, "被隐藏"),
        (reply, "开头的留言不在了"),
        ({"public_id": "zzzzzzzz"}, "不在这里"),
    ):
        with pytest.raises(Refusal, match=said):
            await make_comment(subject, to=answered)
    elsewhere = await make_comment()
    with pytest.raises(Refusal, match="不在这里"):
        await make_comment(subject, to=elsewhere)
    assert await value("select count(*) from comment where thread = {}", root["thread"]) == 3


async def test_what_was_withdrawn_holds_its_place_only_while_answers_stand_below() -> None:
    subject, author = await about(await make_idea()), await make_member()
    alone, answered = await make_comment(subject, author, "一"), await make_comment(subject, author, "二")
    reply = await make_comment(subject, to=answered)
    assert await withdraw_comment(author, alone)
    assert await withdraw_comment(author, answered)
    assert not await withdraw_comment(author, answered)
    view = await show_thread(ANONYMOUS, subject)
    assert [(one.row["id"], str(one.html)) for one in view.comments] == [(answered["id"], "")]
    assert view.count == 1
    await hide("comment", reply)
    assert (await show_thread(ANONYMOUS, subject)).comments == []


async def test_nobody_else_withdraws_or_changes_a_comment() -> None:
    comment = await make_comment()
    with pytest.raises(NotFound):
        await withdraw_comment(await make_member(), comment)


async def test_a_change_keeps_what_stood_before_until_somebody_answered() -> None:
    subject, author = await about(await make_idea()), await make_member()
    comment = await make_comment(subject, author, "要黑的")
    assert await revise_comment(author, subject, comment, "要白的") == "visible"
    assert await revise_comment(author, subject, comment, "要白的") == "visible"  # nothing changed, nothing kept
    now, _ = await comment_by_public_id(ANONYMOUS, comment["public_id"])
    assert (now["text"], [one["text"] for one in await versions_of(now)]) == ("要白的", ["要黑的"])
    await make_comment(subject, author, "我自己补充", to=comment)
    await revise_comment(author, subject, comment, "要灰的")
    await make_comment(subject, to=comment)
    with pytest.raises(Refusal, match="已经有人回复"):
        await revise_comment(author, subject, comment, "要红的")
    assert (await reread(comment))["text"] == "要灰的"


async def test_what_is_hidden_is_neither_changed_nor_are_its_wordings_read() -> None:
    subject, author = await about(await make_idea()), await make_member()
    comment = await make_comment(subject, author)
    await revise_comment(author, subject, comment, "换个说法")
    await hide("comment", comment)
    with pytest.raises(Refusal, match="被平台隐藏"):
        await revise_comment(author, subject, comment, "再换一个")
    hidden, _ = await comment_by_public_id(author, comment["public_id"])
    with pytest.raises(NotFound):
        await versions_of(hidden)
    await withdraw_comment(author, comment)
    with pytest.raises(Refusal, match="已经撤回"):
        await revise_comment(author, subject, comment, "再换一个")


async def test_one_of_each_kind_counts_and_may_be_taken_back() -> None:
    comment, fan = await make_comment(), await make_member()
    for kind in ("agree", "agree", "want", "doubt"):
        await react(fan, comment, kind)
    now = await reread(comment)
    assert (now["agree"], now["want"], now["doubt"], now["fans"]) == (1, 1, 1, 1)
    assert now["best"] == pytest.approx(wilson(1, 1))
    for kind in ("agree", "want", "want", "doubt"):
        await take_back(fan, comment, kind)
    now = await reread(comment)
    assert (now["agree"], now["want"], now["doubt"], now["fans"], now["best"]) == (0, 0, 0, 0, 0)


async def test_reactions_that_make_no_sense_are_refused() -> None:
    author = await make_member()
    comment = await make_comment(author=author)
    with pytest.raises(Refusal, match="自己的留言"):
        await react(author, comment, "agree")
    with pytest.raises(Refusal, match="没有这种"):
        await react(await make_member(), comment, "laugh")
    await withdraw_comment(author, comment)
    with pytest.raises(Refusal, match="不在了"):
        await react(await make_member(), comment, "agree")
    assert await rows("select 1 from comment_reaction where comment = {}", comment["id"]) == []


async def test_the_best_stand_first_and_the_newest_by_number() -> None:
    subject = await about(await make_idea())
    first, second, third = [await make_comment(subject, text=text) for text in "甲乙丙"]
    await react_all(second, "useful", 3)
    await react_all(third, "agree", 3)
    await react_all(third, "doubt", 2)
    assert texts(await show_thread(ANONYMOUS, subject, "best")) == ["乙", "丙", "甲"]
    assert texts(await show_thread(ANONYMOUS, subject, "newest")) == ["丙", "乙", "甲"]
    assert first["number"] == 1


async def fill(subject: Subject, count: int) -> None:
    """Many at once, as the database takes them."""
    author = await make_member()
    await make_comment(subject, author, "头一条")
    await execute(
        """insert into comment (public_id, thread, author, text)
        select 'x' || n, t.id, {}, '第 ' || n || ' 条' from thread t, generate_series(2, {}::int) n
        where t.kind = {} and t.subject_id = {}""",
        author.id, count, subject.kind, subject.public_id,
    )  # fmt: skip


@pytest.mark.parametrize("order", ["best", "newest"])
async def test_pages_follow_each_other_there_and_back(order: str) -> None:
    subject = await about(await make_idea())
    await fill(subject, PAGE * 2 + 5)
    await react_all((await row("select * from comment where number = 7")) or {}, "want", 2)
    seen, after, firsts = [], None, []
    while True:
        view = await show_thread(ANONYMOUS, subject, order, after)
        firsts.append(view)
        seen += [one.row["number"] for one in view.comments]
        if not view.older:
            break
        last = view.comments[-1].row
        after = Key(last["number"], last["best"])
    assert sorted(seen) == list(range(1, PAGE * 2 + 6))
    assert len(firsts) == 3
    assert (firsts[0].newer, bool(firsts[1].newer), firsts[2].older) == ("", True, "")
    top = firsts[2].comments[0].row
    back = await show_thread(ANONYMOUS, subject, order, Key(top["number"], top["best"], is_before=True))
    assert [one.row["number"] for one in back.comments] == [one.row["number"] for one in firsts[1].comments]


async def test_below_its_subject_a_thread_shows_a_few_and_the_way_to_all() -> None:
    subject = await about(await make_idea())
    await fill(subject, BELOW + 1)
    view = await show_thread(ANONYMOUS, subject, limit=BELOW)
    assert (len(view.comments), bool(view.older), view.count) == (BELOW, True, BELOW + 1)


async def test_the_author_and_the_brand_s_team_pin_one_and_nobody_else() -> None:
    desk, owner = await make_desk("木下")
    author, support, packer = await make_member(), await make_member(), await make_member()
    brand = {"id": desk.brand}
    await join_team(brand, support, "support")
    await join_team(brand, packer, "fulfilment")
    idea = await make_idea(author, challenge=await make_challenge(desk, owner))
    subject = await about(idea)
    first, second = await make_comment(subject), await make_comment(subject)
    reply = await make_comment(subject, to=first)
    for pinner, comment in ((author, first), (owner, second), (support, first)):
        await pin_comment(pinner, subject, comment)
        view = await show_thread(ANONYMOUS, subject)
        assert view.pinned is not None
        assert (view.pinned.row["id"], len(view.comments)) == (comment["id"], 1)
    for other in (packer, await make_member()):
        with pytest.raises(Refusal, match="只有作者和品牌团队"):
            await pin_comment(other, subject, second)
    with pytest.raises(Refusal, match="回复不能单独置顶"):
        await pin_comment(author, subject, reply)
    await hide("comment", second)
    with pytest.raises(Refusal, match="不在了"):
        await pin_comment(author, subject, second)
    await unpin_comment(owner, subject, second)  # it isn't that one which is pinned
    assert (await show_thread(ANONYMOUS, subject)).pinned is not None
    await unpin_comment(owner, subject, first)
    assert (await show_thread(ANONYMOUS, subject)).pinned is None


async def test_what_was_pinned_and_is_hidden_stands_nowhere() -> None:
    author = await make_member()
    subject = await about(await make_idea(author))
    comment = await make_comment(subject)
    await pin_comment(author, subject, comment)
    await hide("comment", comment)
    view = await show_thread(ANONYMOUS, subject)
    assert (view.pinned, view.comments) == (None, [])


async def test_badges_say_whose_word_it_is() -> None:
    desk, owner = await make_desk("木下")
    author, co_author, staff = await make_member(), await make_member(), await make_member(staff=True)
    idea = await make_idea(author, challenge=await make_challenge(desk, owner))
    await execute("insert into contribution (idea, member, role) values ({}, {}, 'co_author')", idea["id"], co_author.id)
    subject = await about(idea)
    for who in (author, co_author, owner, staff, await make_member()):
        await make_comment(subject, who)
    view = await show_thread(ANONYMOUS, subject, "newest")
    assert [one.badge for one in reversed(view.comments)] == ["作者", "共创", "木下", "平台", ""]


async def test_names_are_offered_of_those_here_and_of_nobody_else() -> None:
    desk, owner = await make_desk("木下工坊")
    author, guest, hidden = await make_member("林小树"), await make_member("林阿北"), await make_member("林不见")
    await make_member("林外人")
    subject = await about(await make_idea(author, challenge=await make_challenge(desk, owner)))
    await make_comment(subject, guest)
    gone = await make_comment(subject, hidden)
    await hide("comment", gone)
    me = await make_member("林我")
    await make_comment(subject, me)
    assert await offered(me, subject, "林") == ["林小树", "林阿北"]
    assert await offered(me, subject, "小树") == ["林小树"]
    assert await offered(me, subject, "木") == ["木下工坊"]
    assert "林外人" not in await offered(me, subject, "")


async def mentioned(comment: dict[str, Any]) -> set[tuple[int, str]]:
    found = await rows("select member, name from comment_mention where comment = {}", comment["id"])
    return {(one["member"], one["name"]) for one in found}


async def test_an_at_calls_those_here_the_brand_by_its_team_and_no_stranger() -> None:
    desk, owner = await make_desk("木下工坊")
    author = await make_member("林小树")
    await make_member("路人甲")
    subject = await about(await make_idea(author, challenge=await make_challenge(desk, owner)))
    comment = await make_comment(subject, text="@林小树 @木下工坊 @路人甲 你们看")
    assert await mentioned(comment) == {(author.id, "林小树"), (owner.id, "木下工坊")}
    mine = await make_comment(subject, author, "@林小树 自言自语")
    assert await mentioned(mine) == set()


async def test_of_two_with_one_name_who_spoke_last_is_called() -> None:
    subject = await about(await make_idea())
    first, second = await make_member("同名"), await make_member("同名")
    await make_comment(subject, second)
    await make_comment(subject, first)
    assert await mentioned(await make_comment(subject, text="@同名")) == {(first.id, "同名")}


async def test_a_name_called_is_shown_as_it_is_now() -> None:
    author = await make_member("旧名字")
    subject = await about(await make_idea(author))
    await make_comment(subject, text="@旧名字 好")
    await execute("update member_profile set name = '新名字' where member = {}", author.id)
    assert "@新名字" in (await show_thread(ANONYMOUS, subject)).comments[0].html
    await execute("update member_profile set visibility = 'hidden' where member = {}", author.id)
    shown = (await show_thread(ANONYMOUS, subject)).comments[0].html
    assert "新名字" not in shown and "旧名字" not in shown


async def list_words(**words: str) -> None:
    for level, word in words.items():
        await execute("insert into moderation_word (word, folded, level) values ({}, {}, {})", word, word, level)


async def test_a_listed_word_refuses_or_holds_and_a_held_one_comes_later_in_order() -> None:
    await execute(
        "insert into moderation_word (word, folded, level) values ('加微信', '加微信', 'hold'), ('赌场', '赌场', 'refuse')"
    )
    subject, author = await about(await make_idea()), await make_member()
    with pytest.raises(Refusal, match="赌场") as refused:
        await make_comment(subject, author, "来我的赌场")
    assert refused.value.field == "text"
    held = await make_comment(subject, author, "加微信聊")
    later = await make_comment(subject)
    assert (held["visibility"], held["number"], later["number"]) == ("pending", None, 2)
    assert (await thread_row(subject))["comments"] == 1
    own = await show_thread(author, subject)
    assert [one.row["id"] for one in own.waiting] == [held["id"]]
    assert (await show_thread(await make_member(), subject)).waiting == []
    await show("comment", held)
    assert (await reread(held))["number"] == 3
    assert (await thread_row(subject))["comments"] == 2


async def test_a_doubtful_edit_waits_and_keeps_its_place() -> None:
    await list_words(hold="加微信")
    subject, author = await about(await make_idea()), await make_member()
    comment = await make_comment(subject, author)
    await make_comment(subject)
    assert await revise_comment(author, subject, comment, "加微信聊") == "pending"
    await show("comment", comment)
    assert (await reread(comment))["number"] == 1


async def test_what_nobody_else_ever_saw_is_no_earlier_wording() -> None:
    await list_words(hold="加微信")
    subject, author = await about(await make_idea()), await make_member()
    comment = await make_comment(subject, author, "加微信 138 聊")
    assert await revise_comment(author, subject, comment, "在这里聊") == "pending"
    await show("comment", comment)
    now, _ = await comment_by_public_id(ANONYMOUS, comment["public_id"])
    assert now["text"] == "在这里聊" and await versions_of(now) == []


async def test_where_staff_reads_first_a_newcomer_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    subject, author = await about(await make_idea()), await make_member()
    monkeypatch.setattr("app.community.moderation.checking.pre_moderation", lambda: "newcomers")
    first = await make_comment(subject, author)
    assert first["visibility"] == "pending"
    await show("comment", first)
    assert (await make_comment(subject, author))["visibility"] == "visible"


async def test_where_the_region_asks_for_it_a_phone_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    subject = await about(await make_idea(await make_member()))
    monkeypatch.setattr("app.community.posting.region", lambda: replace(region(), phone_to_post=True))
    with pytest.raises(Refusal, match="验证一个手机号") as refused:
        await write_comment(await make_member(), subject, "没有手机号")
    assert refused.value.field == "text"


async def test_who_talks_without_end_is_asked_to_rest_and_keeps_the_words() -> None:
    subject, author = await about(await make_idea()), await make_member()
    for n in range(8):
        await write_comment(author, subject, f"第 {n} 句")
    with pytest.raises(Refusal, match="歇一会儿") as refused:
        await write_comment(author, subject, "还有一句")
    assert refused.value.field == "text"
    await clock.shift(timedelta(minutes=2))
    await write_comment(author, subject, "还有一句")


async def test_challenges_and_campaigns_have_threads_of_their_own() -> None:
    desk, owner = await make_desk("木下")
    challenge = await make_challenge(desk, owner)
    talk = await find_subject(ANONYMOUS, "challenge", challenge["public_id"])
    await make_comment(talk, owner)
    view = await show_thread(ANONYMOUS, talk)
    assert [one.badge for one in view.comments] == ["木下"]
    author: Viewer = await make_member()
    idea = await make_idea(author)
    campaign = await make_campaign(brand={"id": desk.brand, "created_by": owner.id}, idea=idea["id"])
    talk = await find_subject(ANONYMOUS, "campaign", campaign["public_id"])
    await make_comment(talk, author)
    await make_comment(talk, owner)
    view = await show_thread(ANONYMOUS, talk, "newest")
    assert [one.badge for one in view.comments] == ["木下", "作者"]
