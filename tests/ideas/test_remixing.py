"""Remixes: begun with the source's words, published only when they say something new, the source credited and told."""

import httpx
import pytest

from app.accounts.intents.actions import finish_begun
from app.foundation.database import execute, rows, value
from app.foundation.refusals import Refusal
from ideas.actions import publish_draft
from ideas.contributing.queries import credits_of
from ideas.forms import IdeaForm
from ideas.queries import idea_by_public_id
from ideas.remixing.actions import begin_remix
from ideas.remixing.rules import check_differs
from ideas.remixing.tasks import find_untold_remixes
from tests.ideas.makers import make_idea
from tests.people import make_member, sign_in


def test_another_script_and_other_marks_make_no_new_version() -> None:
    with pytest.raises(Refusal, match="一模一样"):
        check_differs("口袋檯燈！", "睡前 看書。", "口袋台灯", "睡前看书")
    check_differs("口袋台灯", "睡前看书，还能当手电", "口袋台灯", "睡前看书")


async def remixed():
    author, other = await make_member("阿明"), await make_member("小李")
    source = await make_idea(author, title="口袋台灯")
    return author, other, source, await begin_remix(other, await idea_by_public_id(other, source["public_id"]))


async def publish(member, made, title: str = "口袋夹灯", body: str = "夹在书上看。") -> str:
    return await publish_draft(member, made, IdeaForm(title, "", body, "", [], "publish"))


async def told_of(member) -> int:
    return await value("select count(*) from notice where member = {} and event = 'idea_remixed'", member.id)


async def test_a_remix_begins_with_the_sources_words_once(db: None) -> None:
    _, other, source, made = await remixed()
    assert (made["state"], made["title"], made["body"], made["remixed_from"]) == (
        "draft",
        "口袋台灯",
        source["body"],
        source["id"],
    )
    again = await begin_remix(other, await idea_by_public_id(other, source["public_id"]))
    assert again["id"] == made["id"]


async def test_once_published_the_sources_author_is_credited_and_told(db: None, client: httpx.AsyncClient) -> None:
    author, other, source, made = await remixed()
    assert await told_of(author) == 0, "a draft is nobody else's business"
    assert await publish(other, made) == "visible"
    assert await told_of(author) == 1
    assert [(one.member, one.role) for one in await credits_of(made["id"])] == [(other.id, "author"), (author.id, "remixed")]
    page = (await client.get(f"/ideas/{made['public_id']}")).text
    assert "二创自" in page and f'href="/ideas/{source["public_id"]}"' in page and '<svg role="img"' in page
    of_source = (await client.get(f"/ideas/{source['public_id']}")).text
    assert "从它做的新版本" in of_source and f'href="/ideas/{made["public_id"]}"' in of_source
    await find_untold_remixes()
    assert await told_of(author) == 1


async def test_a_remix_that_says_the_same_stays_a_draft(db: None, client: httpx.AsyncClient) -> None:
    _, other, source, made = await remixed()
    await sign_in(client, other)
    same = {"title": source["title"], "summary": source["summary"], "body": source["body"], "do": "publish"}
    refused = await client.post(f"/ideas/{made['public_id']}/revisions", data=same)
    assert refused.status_code == 409 and "一模一样" in refused.text and source["body"] in refused.text
    assert await value("select state from idea where id = {}", made["id"]) == "draft"


async def test_one_that_waited_for_staff_tells_when_it_is_let_through(db: None) -> None:
    author, other, _, made = await remixed()
    await publish(other, made)
    await execute("update contribution set told_at = null where idea = {}", made["id"])
    await execute("update idea set visibility = 'pending' where id = {}", made["id"])
    await execute("delete from notice where event = 'idea_remixed'")
    await find_untold_remixes()
    assert await told_of(author) == 0
    await execute("update idea set visibility = 'visible' where id = {}", made["id"])
    await find_untold_remixes()
    assert await told_of(author) == 1


async def test_what_is_not_on_view_is_not_remixed(db: None, client: httpx.AsyncClient) -> None:
    author = await make_member()
    source = await make_idea(author)
    await execute("update idea set visibility = 'hidden' where id = {}", source["id"])
    await sign_in(client, await make_member())
    assert (await client.post(f"/ideas/{source['public_id']}/remixes")).status_code == 404
    with pytest.raises(Refusal, match="没有公开"):
        await begin_remix(author, await idea_by_public_id(author, source["public_id"]))
    assert await rows("select 1 from idea where remixed_from is not null") == []


async def test_begun_signed_out_it_is_there_after_sign_in(db: None, client: httpx.AsyncClient) -> None:
    source, fan = await make_idea(title="口袋台灯"), await make_member()
    begun = await client.post(f"/ideas/{source['public_id']}/remixes")
    [(intent, done)] = await finish_begun(fan, key=httpx.URL(begun.headers["location"]).params["intent"], visitor="")
    assert done is not None and intent.state == "finished" and done.url.endswith("/edit")
    assert await value("select count(*) from idea where author = {} and remixed_from = {}", fan.id, source["id"]) == 1
