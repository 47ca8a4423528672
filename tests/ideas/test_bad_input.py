"""What no idea can be made of is refused in one sentence where it was typed; what was typed stays, nothing half is written."""

import io
import zipfile

import httpx
import pytest

from app.foundation.database import execute, value
from tests.ideas.makers import make_challenge, make_desk, make_idea, reread
from tests.media.test_pictures import bomb
from tests.people import make_member, sign_in

pytestmark = pytest.mark.usefixtures("db")

FORM = {"title": "会收线的台灯", "body": "按一下，线自己收回去。", "do": "publish", "once": "form1"}


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("photo.jpg", b"\0" * 30_000_000)
    return file.getvalue()


FAKES = {
    "a text called a photo": (b"this is no photo", "不是能读取的图片"),
    "a zip that swells a thousandfold": (zipped(), "不是能读取的图片"),
    "a page with a script": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "不是能读取的图片"),
    "a picture that unpacks to gigabytes": (bomb(), "5000 万像素"),
    "an empty file": (b"", "不是能读取的图片"),
    "more than a phone's camera makes": (b"\xff\xd8\xff" + b"0" * 25_000_001, "25 MB"),
}


async def nothing_was_made() -> bool:
    return (await value("select count(*) from idea"), await value("select count(*) from picture")) == (0, 0)


@pytest.mark.parametrize("name", FAKES)
async def test_what_is_no_picture_is_refused_beside_the_pictures_and_the_words_stay(client: httpx.AsyncClient, name: str) -> None:
    data, sentence = FAKES[name]
    await sign_in(client, await make_member())
    answer = await client.post("/ideas", data=FORM, files={"uploads": ("photo.jpg", data, "image/jpeg")})
    assert answer.status_code == 422
    assert sentence in answer.text and "“photo.jpg”没有收下" in answer.text
    assert FORM["title"] in answer.text and FORM["body"] in answer.text
    assert await nothing_was_made()


TITLES = {
    "a million signs": ("长" * 1_000_000, "最多 60 个字"),
    "a quarter of a million": ("长" * 250_000, "最多 60 个字"),
    "nothing but combining marks": ("\u0301" * 50, "还没有填写"),
    "nothing but signs that nobody sees": ("\u200b\u2060\u3164" * 5, "还没有填写"),
    "nothing": ("", "还没有填写"),
}


@pytest.mark.parametrize("name", TITLES)
async def test_a_title_that_is_none_is_refused_at_its_place(client: httpx.AsyncClient, name: str) -> None:
    title, sentence = TITLES[name]
    await sign_in(client, await make_member())
    answer = await client.post("/ideas", data=FORM | {"title": title})
    assert answer.status_code == 422 and sentence in answer.text
    assert FORM["body"] in answer.text
    sent = FORM | {"title": title}
    answer = await client.post("/ideas", data=sent, files={"uploads": ("", b"", "application/octet-stream")})
    assert answer.status_code == 422 and sentence in answer.text and FORM["body"] in answer.text
    assert await nothing_was_made()


async def test_towers_of_marks_over_letters_become_readable(client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    await client.post("/ideas", data=FORM | {"title": "台" + "\u0301" * 40 + "灯"})
    title = await value("select title from idea")
    assert title.startswith("台") and title.endswith("灯") and len(title) < 10


async def test_a_script_in_the_text_is_shown_and_not_run(client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    evil = "<script>alert(1)</script>\n\n[点我](javascript:alert(1))\n\n![x](https://elsewhere.test/spy.png)"
    evil += "\n\n<img src=x onerror=alert(1)>"
    made = await client.post("/ideas", data=FORM | {"title": "<script>alert(1)</script>灯", "summary": "<b>x</b>", "body": evil})
    page = (await client.get(made.headers["location"])).text
    for wrong in ("<script>alert", "<img src=x", 'href="javascript', "<b>x</b>", 'src="https://elsewhere'):
        assert wrong not in page, wrong
    assert "&lt;script&gt;" in page


async def test_edits_once_frozen_write_nothing(client: httpx.AsyncClient) -> None:
    author = await make_member()
    idea = await make_idea(author)
    await sign_in(client, author)
    for state in ("in_review", "won", "campaigned", "made", "declined", "merged"):
        await execute("update idea set state = {} where id = {}", state, idea["id"])
        answer = await client.post(f"/ideas/{idea['public_id']}/revisions", data=FORM | {"tags": "新标签"})
        assert answer.status_code == 409 and FORM["body"] in answer.text, state
    now = await reread(idea)
    assert (now["title"], now["body"], now["tags"]) == (idea["title"], idea["body"], [])
    assert await value("select count(*) from idea_revision where idea = {}", idea["id"]) == 1


async def test_an_improvement_of_a_million_signs_or_of_nothing_is_refused(client: httpx.AsyncClient) -> None:
    idea = await make_idea(body="灯头固定。")
    await sign_in(client, await make_member())
    for text in ("长" * 3000, "\u0301" * 30, "\u3164"):
        answer = await client.post(f"/ideas/{idea['public_id']}/improvements", data={"text": text})
        assert answer.status_code == 422, text[:3]
    long = await client.post(
        f"/ideas/{idea['public_id']}/improvements", data={"passage": "灯头固定。", "wording": "长" * 4001, "text": ""}
    )
    assert long.status_code == 422 and "最多 4000 个字" in long.text
    assert await value("select count(*) from improvement") == 0


async def test_a_field_sent_twice_is_read_once_and_breaks_no_page(client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    idea = await make_idea(owner, challenge=challenge)
    await execute("update member set is_staff = true where id = {}", owner.id)
    await sign_in(client, owner)
    studio = f"{desk.url}/ideas/{idea['public_id']}"
    jury = f"{desk.url}/challenges/{challenge['public_id']}/jury"
    sent: dict[str, dict[str, str | list[str]]] = {
        f"/ideas/{idea['public_id']}/revisions": {"title": "", "challenge": ["a", "b"], "improvement": ["a", "b"]},
        "/ideas": {"title": "", "challenge": ["a", "b"], "tags": ["一", "二"], "summary": ["a", "b"]},
        f"{studio}/merging": {"into": ["a", "b"], "why": ["a", "b"]},
        f"{jury}/criteria": {"word": ["好看", "好看"]},
        "/staff/votes/decisions": {"show": ["a", "b"], "do": ["x", "y"]},
    }
    for path, data in sent.items():
        answer = await client.post(path, data=data)
        assert answer.status_code in (409, 422), (path, answer.status_code)
