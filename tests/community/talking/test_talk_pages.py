"""Talk over HTTP: pages and fragments, writing signed out, deep links, and what is new at the price of one row."""

import re

import httpx
import pytest

from app.accounts.viewer import Viewer
from app.community.talking.actions import revise_comment, withdraw_comment
from app.community.talking.arranging import pin_comment
from app.community.talking.kinds import Subject
from app.community.talking.queries import comment_count
from app.community.talking.rules import BELOW, PAGE, REPLY_PAGE
from app.foundation.database import execute, rows, value
from tests.accounts.mailbox import ask_code
from tests.community.makers import hide
from tests.community.talking.makers import about, make_comment, reread, thread_row
from tests.community.talking.test_talking import fill
from tests.ideas.makers import make_challenge, make_desk, make_idea
from tests.people import make_member, sign_in

pytestmark = pytest.mark.usefixtures("db")
HTMX = {"HX-Request": "true"}


async def a_thread() -> tuple[Subject, Viewer]:
    author = await make_member("出主意的")
    return await about(await make_idea(author)), author


async def test_an_idea_s_page_shows_its_first_comments_their_count_and_the_way_to_all(client: httpx.AsyncClient) -> None:
    subject, _ = await a_thread()
    await fill(subject, BELOW + 3)
    page = (await client.get(subject.url)).text
    assert page.count('<article class="comment') == BELOW
    assert re.search(rf'id="talk-idea-{subject.public_id}-count">{BELOW + 3}<', page)
    assert f'href="{subject.talk_url}"' in page
    whole = (await client.get(subject.talk_url)).text
    assert whole.count('<article class="comment') == BELOW + 3


async def test_challenges_show_their_thread_and_unknown_ones_answer_404(client: httpx.AsyncClient) -> None:
    challenge = await make_challenge(*(await make_desk()))
    assert "还没有人说话" in (await client.get(f"/challenges/{challenge['public_id']}")).text
    assert "还没有人说话" in (await client.get(f"/threads/challenge/{challenge['public_id']}")).text
    for path in ("/threads/idea/zzzzzzzz", "/threads/member/zzzzzzzz", "/comments/zzzzzzzz", "/comments/zzzzzzzz/replies"):
        assert (await client.get(path)).status_code == 404


async def test_a_comment_is_written_without_javascript_and_one_is_led_to_it(client: httpx.AsyncClient) -> None:
    subject, _ = await a_thread()
    await sign_in(client, await make_member())
    answer = await client.post(f"{subject.talk_url}/comments", data={"text": "**夹子**能换吗"})
    assert answer.status_code == 303
    to = await client.get(answer.headers["location"])
    place = to.headers["location"]
    assert re.fullmatch(rf"{subject.talk_url}\?order=newest&after=2#comment-\w+", place)
    assert "<strong>夹子</strong>能换吗" in (await client.get(place)).text


async def test_htmx_gets_a_fresh_form_and_the_comment_alone(client: httpx.AsyncClient) -> None:
    subject, _ = await a_thread()
    await sign_in(client, await make_member())
    answer = await client.post(f"{subject.talk_url}/comments", data={"text": "一句"}, headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.count('<article class="comment') == 1
    assert "</textarea>" in answer.text and "<html" not in answer.text
    assert f'hx-target="#talk-idea-{subject.public_id}-count"' in answer.text
    comment = (await rows("select * from comment"))[0]
    reply = await client.post(f"{subject.talk_url}/comments", data={"text": "二句", "to": comment["public_id"]}, headers=HTMX)
    assert "<textarea" not in reply.text


@pytest.mark.parametrize("headers", [{}, HTMX])
async def test_what_can_t_be_written_is_said_at_its_place_and_the_words_are_kept(
    client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    subject, author = await a_thread()
    root = await make_comment(subject, author)
    await sign_in(client, await make_member())
    long = "很长" * 1001
    answer = await client.post(f"{subject.talk_url}/comments", data={"text": long}, headers=headers)
    assert answer.status_code == 422
    assert "最多 2000 个字" in answer.text and long in answer.text
    await withdraw_comment(author, root)
    sent = {"text": "写好的回复", "to": root["public_id"]}
    answer = await client.post(f"{subject.talk_url}/comments", data=sent, headers=headers)
    assert answer.status_code == 409
    assert "被作者撤回了，不能再回复" in answer.text and "写好的回复" in answer.text


async def test_answering_a_reply_begins_with_its_author_s_name(client: httpx.AsyncClient) -> None:
    subject, _ = await a_thread()
    root = await make_comment(subject)
    reply = await make_comment(subject, await make_member("林小树"), to=root)
    form = await client.get(f"/comments/{reply['public_id']}/reply", headers=HTMX)
    assert "@林小树 </textarea>" in form.text
    assert "@" not in (await client.get(f"/comments/{root['public_id']}/reply", headers=HTMX)).text.split("<textarea")[1]


async def test_written_signed_out_it_is_sent_once_after_signing_in(client: httpx.AsyncClient) -> None:
    subject, _ = await a_thread()
    answer = await client.post(f"{subject.talk_url}/comments", data={"text": "登录前写的"})
    assert answer.headers["location"].startswith("/sign-in?intent=")
    assert f"在《{subject.title}》里留言" in (await client.get(answer.headers["location"])).text
    code = await ask_code(client, "new@people.test")
    await client.post("/sign-in", data={"code": code})
    assert await comment_count("idea", subject.public_id) == 1
    await client.post("/sign-in", data={"code": code})
    assert await comment_count("idea", subject.public_id) == 1


async def test_what_could_not_be_said_after_signing_in_comes_back_in_its_form(client: httpx.AsyncClient) -> None:
    subject, author = await a_thread()
    root = await make_comment(subject, author)
    await client.post(f"{subject.talk_url}/comments", data={"text": "登录前写的回复", "to": root["public_id"]})
    await withdraw_comment(author, root)
    await client.post("/sign-in", data={"code": await ask_code(client, "new@people.test")})
    kept = await value("select url from intent where kind = 'comment'")
    assert kept.startswith(f"{subject.talk_url}?intent=")
    assert "登录前写的回复" in (await client.get(kept.partition("#")[0])).text
    assert await comment_count("idea", subject.public_id) == 0
    await sign_in(client, await make_member())
    assert "登录前写的回复" not in (await client.get(kept.partition("#")[0])).text


async def test_a_reaction_signed_out_counts_once_after_signing_in(client: httpx.AsyncClient) -> None:
    comment = await make_comment()
    answer = await client.post(f"/comments/{comment['public_id']}/reactions", data={"add": "want"}, headers=HTMX)
    assert answer.headers["hx-redirect"].startswith("/sign-in?intent=")
    await client.post("/sign-in", data={"code": await ask_code(client, "new@people.test")})
    assert (await reread(comment))["want"] == 1


async def test_reacting_answers_with_the_buttons_alone_and_takes_back(client: httpx.AsyncClient) -> None:
    author = await make_member()
    comment = await make_comment(author=author)
    await sign_in(client, await make_member())
    path = f"/comments/{comment['public_id']}/reactions"
    pressed = await client.post(path, data={"add": "useful"}, headers=HTMX)
    assert 'name="undo" value="useful" aria-pressed="true"' in pressed.text
    lifted = await client.post(path, data={"undo": "useful"}, headers=HTMX)
    assert 'name="add" value="useful" aria-pressed="false"' in lifted.text
    assert (await client.post(path, data={"add": "useful"})).headers["location"] == f"/comments/{comment['public_id']}"
    await sign_in(client, author)
    refused = await client.post(path, data={"add": "agree"}, headers=HTMX)
    assert refused.status_code == 409
    assert "不能给自己的留言点回应" in refused.text


async def test_a_comment_s_own_link_leads_to_the_page_on_which_it_stands(client: httpx.AsyncClient) -> None:
    subject, _ = await a_thread()
    await fill(subject, PAGE * 3)
    deep = (await rows("select * from comment where number = 5"))[0]
    place = (await client.get(f"/comments/{deep['public_id']}")).headers["location"]
    page = (await client.get(place.partition("#")[0])).text
    assert f'id="{place.partition("#")[2]}"' in page
    assert page.index(f"comment-{deep['public_id']}") < page.index("第 4 条")


async def test_a_reply_s_link_leads_into_its_conversation_however_long(client: httpx.AsyncClient) -> None:
    subject, _ = await a_thread()
    root = await make_comment(subject)
    await execute(
        """insert into comment (public_id, thread, author, text, parent, answers_to)
        select 'r' || n, {}, {}, '回复 ' || n, {}, {} from generate_series(1, {}::int) n""",
        root["thread"], root["author"], root["id"], root["id"], REPLY_PAGE + 40,
    )  # fmt: skip
    place = (await client.get(f"/comments/r{REPLY_PAGE + 30}")).headers["location"]
    path, _, anchor = place.partition("#")
    assert anchor == f"comment-r{REPLY_PAGE + 30}"
    assert f'id="{anchor}"' in (await client.get(path)).text
    first = (await client.get(f"/comments/{root['public_id']}/replies")).text
    assert first.count("comment--reply") == REPLY_PAGE
    assert "再往下看" in first
    assert (await client.get("/comments/r1/replies")).headers["location"] == "/comments/r1"


async def test_replies_beyond_the_first_are_counted_and_opened_in_place(client: httpx.AsyncClient) -> None:
    subject, _ = await a_thread()
    root = await make_comment(subject)
    for _ in range(5):
        await make_comment(subject, to=root)
    page = (await client.get(subject.talk_url)).text
    assert page.count("comment--reply") == 3
    assert "全部 5 条回复" in page
    opened = await client.get(f"/comments/{root['public_id']}/replies", headers=HTMX)
    assert opened.text.count("comment--reply") == 5 and "<html" not in opened.text


async def test_nothing_new_costs_one_row_and_no_word(client: httpx.AsyncClient) -> None:
    subject, _ = await a_thread()
    path = f"{subject.talk_url}/fresh"
    assert (await client.get(f"{path}?since=0&seen=0")).status_code == 204
    await make_comment(subject)
    assert (await client.get(f"{path}?since=1&seen=0")).status_code == 204
    new = await client.get(f"{path}?since=0&seen=0&n=1")
    assert new.status_code == 200
    assert "1 条新留言" in new.text and "since=0&amp;seen=1" in new.text
    assert (await client.get(f"{path}?since=0&seen=1")).status_code == 204
    assert (await client.get(f"{path}?since=x&seen=99999999999999")).status_code == 200


async def test_one_s_own_comment_is_no_news_and_hidden_ones_are_not_counted(client: httpx.AsyncClient) -> None:
    subject, _ = await a_thread()
    me = await make_member()
    mark = 0
    await make_comment(subject, me)
    gone = await make_comment(subject)
    await hide("comment", gone)
    await sign_in(client, me)
    assert (await client.get(f"{subject.talk_url}/fresh?since={mark}&seen=0")).status_code == 204
    assert (await thread_row(subject))["comments"] == 1


async def test_signed_out_all_are_served_one_copy(client: httpx.AsyncClient) -> None:
    subject, _ = await a_thread()
    path = f"{subject.talk_url}/fresh?since=0&seen=0"
    assert (await client.get(path)).status_code == 204
    await make_comment(subject)
    assert (await client.get(path)).status_code == 204  # kept for the next second or two
    await sign_in(client, await make_member())
    assert (await client.get(path)).status_code == 200


async def test_names_are_offered_to_members_only_and_only_of_those_here(client: httpx.AsyncClient) -> None:
    subject, _ = await a_thread()
    await make_member("出门在外")
    path = f"{subject.talk_url}/people?q=出"
    assert (await client.get(path)).headers["location"].startswith("/sign-in")
    await sign_in(client, await make_member())
    offered = (await client.get(path)).text
    assert "出主意的" in offered and "出门在外" not in offered


async def test_readers_open_what_stood_before(client: httpx.AsyncClient) -> None:
    subject, author = await a_thread()
    comment = await make_comment(subject, author, "第一种写法")
    await revise_comment(author, subject, comment, "第二种写法")
    assert f"/comments/{comment['public_id']}/versions" in (await client.get(subject.talk_url)).text
    page = (await client.get(f"/comments/{comment['public_id']}/versions")).text
    assert "第一种写法" in page and "第二种写法" in page
    await withdraw_comment(author, comment)
    assert (await client.get(f"/comments/{comment['public_id']}/versions?again=1")).status_code == 404


async def test_changing_after_an_answer_is_refused_with_the_words_kept(client: httpx.AsyncClient) -> None:
    subject, author = await a_thread()
    comment = await make_comment(subject, author)
    await sign_in(client, author)
    assert comment["text"] in (await client.get(f"/comments/{comment['public_id']}/edit")).text
    await make_comment(subject, to=comment)
    answer = await client.post(f"/comments/{comment['public_id']}/revisions", data={"text": "改了的写法"})
    assert answer.status_code == 409
    assert "已经有人回复" in answer.text and "改了的写法" in answer.text
    await sign_in(client, await make_member())
    assert (await client.get(f"/comments/{comment['public_id']}/edit")).status_code == 404


async def test_one_withdraws_pins_and_mutes_with_plain_forms(client: httpx.AsyncClient) -> None:
    subject, author = await a_thread()
    comment = await make_comment(subject)
    await sign_in(client, author)
    await client.post(f"/comments/{comment['public_id']}/pin")
    assert "comment--pinned" in (await client.get(subject.talk_url)).text
    await client.post(f"/comments/{comment['public_id']}/pin/withdrawal")
    assert "comment--pinned" not in (await client.get(subject.talk_url)).text
    assert "不再通知我" in (await client.get(subject.talk_url)).text
    await client.post(f"{subject.talk_url}/mute")
    assert "恢复这里的通知" in (await client.get(subject.talk_url)).text
    await client.post(f"{subject.talk_url}/mute/withdrawal")
    assert await rows("select 1 from thread_mute") == []
    mine = await make_comment(subject, author)
    await client.post(f"/comments/{mine['public_id']}/withdrawal")
    assert (await reread(mine))["withdrawn_at"] is not None
    assert (await client.post(f"/comments/{comment['public_id']}/withdrawal")).status_code == 404


async def test_what_is_hidden_is_read_by_its_author_with_the_reason_and_by_nobody_else(client: httpx.AsyncClient) -> None:
    subject, _ = await a_thread()
    author = await make_member()
    comment = await make_comment(subject, author, "不该说的话")
    await make_comment(subject, to=comment)
    await hide("comment", comment, "辱骂或攻击他人")
    for path in (
        subject.talk_url,
        subject.url,
        f"/comments/{comment['public_id']}/replies",
        f"/comments/{comment['public_id']}/reply",
    ):
        assert "不该说的话" not in (await client.get(path)).text
    await sign_in(client, author)
    page = (await client.get(subject.talk_url)).text
    assert "不该说的话" in page and "辱骂或攻击他人" in page


async def test_a_pinned_comment_and_its_author_s_badge_are_on_the_page(client: httpx.AsyncClient) -> None:
    subject, author = await a_thread()
    comment = await make_comment(subject, author, "答案在这里")
    await pin_comment(author, subject, comment)
    page = (await client.get(subject.url)).text
    assert "置顶" in page and '<span class="comment__badge">作者</span>' in page
    assert page.count("答案在这里") == 1
