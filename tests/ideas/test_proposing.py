"""Proposing and rewording: what was typed is never lost, what people wrote can't harm, edits leave the old wording."""

import io
from datetime import timedelta

import httpx
import pytest
from PIL import Image

from app.foundation.clock import shift
from app.foundation.database import rows, value
from app.media.keys import with_key
from ideas.queries import pictures_of
from tests.ideas.makers import cast_votes, decide, make_challenge, make_desk, make_draft, make_idea, reread
from tests.people import make_member, sign_in

GOOD = {"title": "会自己收线的台灯", "summary": "关灯时把线收回去。", "body": "**卷线器**在底座里。", "do": "publish"}


def png(shade: int = 90) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (shade, 120, 160)).save(out, "PNG")
    return out.getvalue()


async def newest() -> dict:
    return (await rows("select * from idea order by id desc limit 1"))[0]


async def test_an_idea_is_published_with_its_pictures_in_order(db: None, client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    files = [("uploads", (f"{n}.png", png(n * 60), "image/png")) for n in range(3)]
    sent = await client.post("/ideas", data=GOOD, files=files)
    assert sent.status_code == 303, sent.text
    idea = await newest()
    kept = [one["public_id"] for one in await pictures_of(idea["id"])]
    assert len(kept) == 3 and idea["cover"] == kept[0] and idea["state"] == "published"
    shown = await client.get(sent.headers["location"])
    assert "<strong>卷线器</strong>" in shown.text and all(one in shown.text for one in kept)
    assert [one["state"] for one in await rows("select state from idea_event where subject = {} order by id", idea["id"])] == [
        "draft",
        "published",
    ]


async def test_one_sentence_is_enough(db: None, client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    assert (await client.post("/ideas", data={"title": GOOD["title"]})).status_code == 303
    idea = await newest()
    assert (idea["state"], idea["summary"]) == ("published", "")
    shown = (await client.get(f"/ideas/{idea['public_id']}")).text
    assert 'class="lede"' not in shown and f'content="{GOOD["title"]}' in shown


async def test_the_same_form_sent_twice_is_one_idea(db: None, client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    form = await client.get("/ideas/new")
    once = {"once": form.text.split('name="once" value="')[1].split('"')[0]}
    first, second = [await client.post("/ideas", data=GOOD | once) for _ in range(2)]
    assert first.headers["location"] == second.headers["location"]
    await client.post("/ideas", data=GOOD | once | {"title": "改了主意的台灯"})
    await client.post("/ideas", data=GOOD)
    assert await value("select count(*) from idea") == 3


async def test_a_draft_sent_again_to_be_published_is_that_draft(db: None, client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    for do in ("draft", "draft", "publish", "publish"):
        await client.post("/ideas", data=GOOD | {"once": "0123456789abcdef", "do": do})
    assert [one["state"] for one in await rows("select state from idea")] == ["published"]


async def test_the_first_touch_is_kept_on_the_idea(db: None, client: httpx.AsyncClient) -> None:
    await client.get("/ideas?ref=poster-3")
    await sign_in(client, await make_member())
    await client.post("/ideas", data=GOOD)
    assert (await newest())["ref"] == "poster-3"


async def test_a_fake_picture_keeps_the_text_and_the_other_pictures(db: None, client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    files = [("uploads", ("好的.png", png(), "image/png")), ("uploads", ("坏的.png", b"<svg onload=1>", "image/png"))]
    sent = await client.post("/ideas", data=GOOD, files=files)
    assert sent.status_code == 422 and "坏的.png" in sent.text
    assert GOOD["title"] in sent.text and "**卷线器**" in sent.text
    kept = await value("select public_id from picture")
    assert f'name="pictures" value="{with_key(kept)}"' in sent.text
    again = await client.post("/ideas", data=GOOD | {"pictures": with_key(kept)})
    assert again.status_code == 303 and (await newest())["cover"] == kept


async def test_pictures_are_moved_and_dropped_by_buttons_without_publishing(db: None, client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    files = [("uploads", (f"{n}.png", png(n * 60), "image/png")) for n in range(2)]
    await client.post("/ideas", data=GOOD | {"title": ""}, files=files)
    first, second = [with_key(one["public_id"]) for one in await rows("select public_id from picture order by id")]
    kept = {"pictures": [first, second]}
    moved = await client.post("/ideas", data=GOOD | kept | {"do": f"first:{second}"})
    assert moved.status_code == 200 and moved.text.index(f'value="{second}"') < moved.text.index(f'value="{first}"')
    dropped = await client.post("/ideas", data=GOOD | kept | {"do": f"drop:{first}"})
    assert f'value="{first}"' not in dropped.text and GOOD["title"] in dropped.text
    assert await value("select count(*) from idea") == 0


async def test_a_seventh_picture_is_not_taken(db: None, client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    files = [("uploads", (f"{n}.png", png(n * 30), "image/png")) for n in range(7)]
    sent = await client.post("/ideas", data=GOOD, files=files)
    assert sent.status_code == 422 and "最多 6 张" in sent.text
    assert sent.text.count('name="pictures"') == 6


async def test_somebody_elses_picture_cannot_be_taken(db: None, client: httpx.AsyncClient) -> None:
    other = await make_member()
    await sign_in(client, other)
    await client.post("/ideas", data=GOOD, files=[("uploads", ("a.png", png(), "image/png"))])
    theirs = (await newest())["cover"]
    await sign_in(client, await make_member())
    await client.post("/ideas", data=GOOD | {"pictures": theirs})
    assert (await newest())["cover"] == ""


@pytest.mark.parametrize(
    ("field", "typed"),
    [("title", "长" * 61), ("title", ""), ("summary", "长" * 201), ("body", "长" * 20_001), ("title", "长" * 100_000)],
    ids=["title too long", "no title", "summary too long", "body too long", "a title of a hundred thousand signs"],
)
async def test_what_is_too_long_or_missing_is_refused_and_the_rest_kept(
    db: None, client: httpx.AsyncClient, field: str, typed: str
) -> None:
    await sign_in(client, await make_member())
    kept = "summary" if field == "title" else "title"
    sent = await client.post("/ideas", data=GOOD | {field: typed})
    assert sent.status_code == 422 and GOOD[kept] in sent.text and "aria-invalid" in sent.text
    assert await value("select count(*) from idea") == 0


async def test_a_script_in_the_text_stays_text(db: None, client: httpx.AsyncClient) -> None:
    evil = "<script>alert(1)</script> [x](javascript:alert(1)) ![p](https://evil.example/p.gif) <img src=x onerror=alert(1)>"
    idea = await make_idea(title="<script>alert(2)</script>", summary='"><img src=x onerror=1>', body=evil)
    shown = (await client.get(f"/ideas/{idea['public_id']}")).text
    for harmful in ("<script>alert", 'href="javascript', 'src="https://evil', "<img src=x"):
        assert harmful not in shown.replace("&lt;", "‹"), harmful
    assert "<script>alert" not in (await client.get("/ideas")).text


async def test_a_tower_of_combining_marks_is_cut_down(db: None, client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    await client.post("/ideas", data=GOOD | {"title": "塔" + "\u0301" * 40 + "楼\u202e反"})
    title = (await newest())["title"]
    assert title.count("\u0301") <= 4 and "\u202e" not in title


async def test_a_draft_is_saved_found_again_and_published(db: None, client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    saved = await client.post("/ideas", data={"title": "半个想法", "do": "draft"})
    draft = await newest()
    assert (saved.status_code, draft["state"]) == (303, "draft")
    assert "半个想法" not in (await client.get("/ideas")).text
    path = f"/ideas/{draft['public_id']}"
    assert "半个想法" in (await client.get(saved.headers["location"])).text
    missing = await client.post(f"{path}/revisions", data={"title": "", "do": "publish"})
    assert missing.status_code == 422
    assert (await client.post(f"{path}/revisions", data=GOOD)).status_code == 303
    assert (await reread(draft))["state"] == "published"
    assert GOOD["title"] in (await client.get("/ideas")).text


async def test_the_challenge_named_in_the_address_is_chosen(db: None, client: httpx.AsyncClient) -> None:
    challenge = await make_challenge()
    await sign_in(client, await make_member())
    form = await client.get(f"/ideas/new?challenge={challenge['public_id']}")
    assert f'value="{challenge["public_id"]}" selected' in form.text
    await client.post("/ideas", data=GOOD | {"challenge": challenge["public_id"]})
    assert (await newest())["challenge"] == challenge["id"]


async def test_nothing_is_proposed_to_a_challenge_after_its_deadline(db: None, client: httpx.AsyncClient) -> None:
    challenge = await make_challenge(lasting=timedelta(days=1))
    await sign_in(client, await make_member())
    await shift(timedelta(days=1))
    sent = await client.post("/ideas", data=GOOD | {"challenge": challenge["public_id"]})
    assert sent.status_code == 409 and "不收创意" in sent.text and GOOD["summary"] in sent.text
    assert await value("select count(*) from idea") == 0


async def test_each_edit_leaves_the_old_wording(db: None, client: httpx.AsyncClient) -> None:
    author = await make_member()
    idea = await make_idea(author, title="老名字")
    await cast_votes(idea, 2)
    await sign_in(client, author)
    path = f"/ideas/{idea['public_id']}"
    assert "老名字" in (await client.get(f"{path}/edit")).text
    assert (await client.post(f"{path}/revisions", data=GOOD)).status_code == 303
    wordings = await rows("select title, edited_by from idea_revision where idea = {} order by id", idea["id"])
    assert [one["title"] for one in wordings] == ["老名字", GOOD["title"]]
    assert {one["edited_by"] for one in wordings} == {author.id}
    assert (await reread(idea))["vote_count"] == 2
    assert GOOD["title"] in (await client.get("/ideas?q=收线")).text


async def test_after_the_verdict_the_author_cannot_change_or_withdraw_it(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    author = await make_member()
    idea = await make_idea(author, challenge=await make_challenge(desk, owner))
    await decide(desk, owner, idea)
    await sign_in(client, author)
    path = f"/ideas/{idea['public_id']}"
    changed = await client.post(f"{path}/revisions", data=GOOD)
    assert changed.status_code == 409
    assert (await client.post(f"{path}/withdrawal")).status_code == 409
    assert (await reread(idea))["title"] == idea["title"]


async def test_a_draft_never_leaves_by_somebody_elses_hand(db: None, client: httpx.AsyncClient) -> None:
    draft = await make_draft(await make_member())
    await sign_in(client, await make_member(staff=True))
    assert (await client.post(f"/ideas/{draft['public_id']}/revisions", data=GOOD)).status_code == 404
