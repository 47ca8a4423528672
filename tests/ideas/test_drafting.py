"""Drafts are kept while one types; whichever page comes later, no text is written over another unseen."""

import httpx

from app.foundation.database import execute, row, rows, value
from ideas.drafting.rules import OVER, is_outdated, mark_of
from tests.ideas.makers import make_draft, make_idea
from tests.people import make_member, sign_in

WORDS = {"title": "会收线的台灯", "summary": "", "body": "", "challenge": ""}


async def typing(client: httpx.AsyncClient, keep: str = "/ideas/drafts", **words: str) -> dict:
    answer = await client.post(keep, data=WORDS | words)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_form_that_began_with_an_older_wording_is_known_by_its_mark() -> None:
    first, second = mark_of("灯", "", "", [], []), mark_of("灯", "", "能收线", [], [])
    assert is_outdated(first, stored=second, sent=first)
    assert not is_outdated(second, stored=second, sent=first)
    assert not is_outdated(first, stored=second, sent=second), "both pages say the same"
    assert is_outdated(OVER + first, stored=second, sent=first) and not is_outdated(OVER + second, stored=second, sent=first)
    assert not is_outdated("", stored=second, sent=first), "forms without a mark aren't asked"


async def test_the_first_sentence_typed_becomes_one_draft(db: None, client: httpx.AsyncClient) -> None:
    author = await make_member()
    await sign_in(client, author)
    told = await typing(client, once="form1", based_on="new")
    assert told["said"].startswith("已保存 ") and not told["aside"]
    told = await typing(client, told["keep"], once="form1", based_on=told["mark"], body="按一下，线自己收回去。")
    [draft] = await rows("select * from idea where author = {}", author.id)
    assert (draft["state"], draft["body"]) == ("draft", "按一下，线自己收回去。")
    assert told["page"] == f"/ideas/{draft['public_id']}/edit"


async def test_an_answer_that_got_lost_makes_no_second_draft(db: None, client: httpx.AsyncClient) -> None:
    author = await make_member()
    await sign_in(client, author)
    first = await typing(client, once="form1", based_on="new")
    again = await typing(client, once="form1", based_on="new")
    assert first["page"] == again["page"] and not again["aside"]
    assert await value("select count(*) from idea where author = {}", author.id) == 1


async def test_publishing_from_a_page_that_never_heard_of_its_draft_publishes_that_draft(
    db: None, client: httpx.AsyncClient
) -> None:
    author = await make_member()
    await sign_in(client, author)
    await typing(client, once="form1", based_on="new")
    published = await client.post("/ideas", data=WORDS | {"once": "form1", "based_on": "new", "body": "写完了", "do": "publish"})
    [idea] = await rows("select * from idea where author = {}", author.id)
    assert published.headers["location"] == f"/ideas/{idea['public_id']}"
    assert (idea["state"], idea["body"]) == ("published", "写完了")


async def test_pressing_publish_again_and_again_beside_what_is_kept_makes_one_idea(db: None, client: httpx.AsyncClient) -> None:
    author = await make_member()
    await sign_in(client, author)
    sent = WORDS | {"once": "form1", "based_on": "new", "do": "publish"}
    await typing(client, once="form1", based_on="new")
    went = {(await client.post("/ideas", data=sent)).headers["location"] for _ in range(3)}
    assert len(went) == 1
    told = await typing(client, once="form1", based_on="new")
    assert not told["aside"], "all that was typed is there"
    assert (await client.post("/ideas", data=sent | {"body": "另一个想法"})).headers["location"] not in went


async def test_what_is_kept_a_moment_after_publishing_is_no_other_draft(db: None, client: httpx.AsyncClient) -> None:
    author = await make_member()
    await sign_in(client, author)
    await client.post("/ideas", data=WORDS | {"once": "form1", "based_on": "new", "do": "publish"})
    told = await typing(client, once="form1", based_on="new")
    again = await client.post(told["form"], data=WORDS | {"once": "form1", "based_on": told["mark"], "do": "publish"})
    assert again.headers["location"] == told["page"].removesuffix("/edit")
    assert await value("select count(*) from idea where author = {}", author.id) == 1


async def test_the_older_of_two_pages_is_laid_aside_and_the_newer_text_stays(db: None, client: httpx.AsyncClient) -> None:
    author = await make_member()
    draft = await make_draft(author, "会收线的台灯")
    await sign_in(client, author)
    keep = f"/ideas/{draft['public_id']}/drafts"
    began = mark_of("会收线的台灯", "", "", [], [])
    newer = await typing(client, keep, once="tab-a", based_on=began, body="新的这份")
    older = await typing(client, keep, once="tab-b", based_on=began, body="旧页面里的那份")
    assert not newer["aside"] and older["aside"] and "另存了一份" in older["said"] and "mark" not in older
    await typing(client, keep, once="tab-b", based_on=began, body="旧页面里的那份，又写了一句")
    assert await value("select body from idea where id = {}", draft["id"]) == "新的这份"
    [aside] = await rows("select * from laid_aside where idea = {}", draft["id"])
    assert aside["body"] == "旧页面里的那份，又写了一句"
    page = (await client.get(f"/ideas/{draft['public_id']}/edit")).text
    assert "新的这份" in page and "旧页面里的那份，又写了一句" in page


async def test_a_version_laid_aside_is_taken_up_again_and_what_it_replaces_is_laid_aside(
    db: None, client: httpx.AsyncClient
) -> None:
    author = await make_member()
    draft = await make_draft(author, "会收线的台灯")
    await sign_in(client, author)
    here = f"/ideas/{draft['public_id']}"
    began = mark_of("会收线的台灯", "", "", [], [])
    newer = await typing(client, f"{here}/drafts", once="tab-a", based_on=began, body="新的这份")
    await typing(client, f"{here}/drafts", once="tab-b", based_on=began, body="旧的那份")
    aside = await value("select public_id from laid_aside where idea = {}", draft["id"])
    page = (await client.get(f"{here}/edit?aside={aside}")).text
    assert f'value="{OVER}{newer["mark"]}"' in page and "旧的那份</textarea>" in page
    sent = WORDS | {"body": "旧的那份", "based_on": OVER + newer["mark"], "aside": aside, "once": "tab-c", "do": "draft"}
    assert (await client.post(f"{here}/revisions", data=sent)).status_code == 303
    assert await value("select body from idea where id = {}", draft["id"]) == "旧的那份"
    assert [one["body"] for one in await rows("select body from laid_aside where idea = {}", draft["id"])] == ["新的这份"]
    left = await value("select public_id from laid_aside where idea = {}", draft["id"])
    await client.post(f"{here}/laid-aside/{left}/removal")
    assert await rows("select 1 from laid_aside where idea = {}", draft["id"]) == []


async def test_a_button_on_an_older_page_shows_both_texts_and_saves_nothing_until_pressed_again(
    db: None, client: httpx.AsyncClient
) -> None:
    author = await make_member()
    idea = await make_idea(author, body="大家先看到的这段。")
    await sign_in(client, author)
    began = mark_of(idea["title"], idea["summary"], idea["body"], [], [])
    sent = {"title": idea["title"], "summary": idea["summary"], "do": "publish"}
    here = f"/ideas/{idea['public_id']}/revisions"
    await client.post(here, data=sent | {"body": "另一页先存的。", "based_on": began})
    refused = await client.post(here, data=sent | {"body": "这一页后写的。", "based_on": began})
    assert refused.status_code == 409 and "存过更新的版本" in refused.text
    assert "这一页后写的。</textarea>" in refused.text and "另一页先存的。" in refused.text
    assert await value("select body from idea where id = {}", idea["id"]) == "另一页先存的。"
    again = OVER + mark_of(idea["title"], idea["summary"], "另一页先存的。", [], [])
    assert again in refused.text
    assert (await client.post(here, data=sent | {"body": "这一页后写的。", "based_on": again})).status_code == 303
    assert [one["body"] for one in await rows("select body from idea_revision where idea = {} order by id", idea["id"])] == [
        "大家先看到的这段。", "另一页先存的。", "这一页后写的。",
    ]  # fmt: skip


async def test_what_is_still_typed_once_it_was_published_elsewhere_is_not_published(db: None, client: httpx.AsyncClient) -> None:
    author = await make_member()
    idea = await make_idea(author, body="发布时的样子。")
    await sign_in(client, author)
    told = await typing(client, f"/ideas/{idea['public_id']}/drafts", once="tab-b", body="没写完的")
    assert told["aside"] and "刚发布了" in told["said"]
    assert await value("select body from idea where id = {}", idea["id"]) == "发布时的样子。"
    assert await value("select body from laid_aside where idea = {}", idea["id"]) == "没写完的"


async def test_nobody_else_keeps_or_reads_a_draft(db: None, client: httpx.AsyncClient) -> None:
    draft = await make_draft(await make_member(), "私下的想法")
    await sign_in(client, await make_member())
    here = f"/ideas/{draft['public_id']}"
    assert (await client.post(f"{here}/drafts", data=WORDS)).status_code == 404
    assert (await client.get(f"{here}/edit")).status_code == 404
    assert (await client.post(f"{here}/laid-aside/k7m2qxab/removal")).status_code == 404
    assert (await row("select title from idea where id = {}", draft["id"])) == {"title": "私下的想法"}


async def test_what_cannot_be_kept_says_why(db: None, client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    answer = await client.post("/ideas/drafts", data=WORDS | {"title": "长" * 61, "once": "form1"})
    assert answer.status_code == 409 and "最多 60 个字" in answer.json()["said"]
    assert await value("select count(*) from idea") == 0


async def test_signed_out_nothing_is_kept_on_the_server_and_leaving_asks_first(db: None, client: httpx.AsyncClient) -> None:
    page = (await client.get("/ideas/new")).text
    assert "data-autosave" not in page and "data-keep" in page and "data-remember" in page
    assert (await client.post("/ideas/drafts", data=WORDS)).status_code == 303
    await sign_in(client, await make_member())
    assert 'data-autosave="/ideas/drafts"' in (await client.get("/ideas/new")).text


async def test_once_frozen_what_was_typed_is_shown_with_the_sentence(db: None, client: httpx.AsyncClient) -> None:
    author = await make_member()
    idea = await make_idea(author)
    await sign_in(client, author)
    for state in ("in_review", "won"):
        await execute("update idea set state = {} where id = {}", state, idea["id"])
        sent = {"title": idea["title"], "body": "评审开始后才写的一大段", "do": "publish"}
        refused = await client.post(f"/ideas/{idea['public_id']}/revisions", data=sent)
        assert refused.status_code == 409 and "不能再改" in refused.text and "评审开始后才写的一大段</textarea>" in refused.text
    assert await value("select count(*) from idea_revision where idea = {}", idea["id"]) == 1
