"""What a member said is theirs: all of it comes along, and goes when they go."""

import pytest

from app.accounts.leaving.kinds import Leaving
from app.accounts.viewer import ANONYMOUS, Viewer
from app.community.talking.actions import revise_comment, withdraw_comment
from app.community.talking.arranging import mute
from app.community.talking.leaving import erase, export
from app.community.talking.reacting import react
from app.community.talking.showing import show_thread
from app.foundation.database import execute, rows, value
from tests.community.talking.makers import about, make_comment, reread
from tests.ideas.makers import make_idea
from tests.people import make_member

pytestmark = pytest.mark.usefixtures("db")


def leaving(member: Viewer, *, withdraws: bool = False) -> Leaving:
    return Leaving(member.id, member.public_id, (), withdraws_ideas=withdraws)


async def test_everything_said_reacted_and_silenced_comes_along() -> None:
    subject, me = await about(await make_idea()), await make_member()
    mine = await make_comment(subject, me, "先这样说")
    await revise_comment(me, subject, mine, "再那样说")
    theirs = await make_comment(subject)
    await react(me, theirs, "want")
    await mute(me, subject)
    found = await export(me.id)
    assert [(one["id"], one["text"], one["subject_id"]) for one in found["comments"]] == [
        (mine["public_id"], "再那样说", subject.public_id)
    ]
    assert [one["text"] for one in found["comment_versions"]] == ["先这样说"]
    assert [(one["comment"], one["kind"]) for one in found["comment_reactions"]] == [(theirs["public_id"], "want")]
    assert [one["subject_id"] for one in found["muted_threads"]] == [subject.public_id]


async def test_what_stands_stays_without_earlier_wordings_and_what_does_not_is_blank() -> None:
    subject, me = await about(await make_idea()), await make_member()
    stands, gone = await make_comment(subject, me, "先前的话"), await make_comment(subject, me, "收回的话")
    await revise_comment(me, subject, stands, "留下的话")
    await withdraw_comment(me, gone)
    await erase(leaving(me))
    assert ((await reread(stands))["text"], (await reread(gone))["text"]) == ("留下的话", "")
    assert await value("select count(*) from comment_version") == 0


async def test_who_takes_everything_back_leaves_no_word_and_answers_of_others_stay() -> None:
    subject, me = await about(await make_idea()), await make_member()
    mine = await make_comment(subject, me)
    reply = await make_comment(subject, to=mine, text="别人的回复")
    await react(me, reply, "agree")
    await erase(leaving(me, withdraws=True))
    view = await show_thread(ANONYMOUS, subject)
    assert [str(one.html) for one in view.comments] == [""]
    assert [one.row["text"] for one in view.comments[0].replies] == ["别人的回复"]
    assert view.comments[0].replies[0].row["agree"] == 1


async def test_their_name_goes_from_what_others_wrote_too() -> None:
    me, other = await make_member("璀璨柒叁玖"), await make_member()
    subject = await about(await make_idea(me))
    comment = await make_comment(subject, other, "@璀璨柒叁玖 和 ＠璀璨柒叁玖，你好")
    await revise_comment(other, subject, comment, "@璀璨柒叁玖 你好")
    await erase(leaving(me))
    words = [one["text"] for one in await rows("select text from comment union all select text from comment_version")]
    assert not [one for one in words if "璀璨柒叁玖" in one]
    assert "@已注销的成员 你好" in words
    await execute("delete from comment_mention")
