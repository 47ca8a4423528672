"""Tags: up to five, folded over scripts and cases, offered from what exists, found by."""

import httpx

from app.foundation.database import execute, value
from ideas.forms import DraftForm
from ideas.tagging.queries import suggested_tags
from ideas.tagging.rules import split_tags, tag_term, without_present
from ideas.wording import searched_terms
from tests.ideas.makers import make_challenge, make_idea, reread
from tests.people import make_member, sign_in


def test_tags_are_read_from_whatever_stands_between_them() -> None:
    assert split_tags("#露营 灯具，USB-C、露營 usb-c") == ["露营", "灯具", "USB-C"]
    assert split_tags("《》 ### ， 。") == []


def test_scripts_and_cases_are_one_term() -> None:
    assert tag_term("露營") == tag_term("露营") == "#露营"
    assert tag_term("USB-C") == "#usb-c"
    assert {"#露营", "@k7m2qxab"} <= set(searched_terms("灯", "", "", ["露營"], "k7m2qxab"))
    assert without_present(["露營", "灯具"], ["露营"]) == ["灯具"]


async def propose(client: httpx.AsyncClient, tags: str, **more: str) -> httpx.Response:
    return await client.post("/ideas", data={"title": "会收线的台灯", "tags": tags, "do": "publish", "once": "form1"} | more)


async def test_an_ideas_tags_lead_to_others_with_them(db: None, client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    made = await propose(client, "露營 灯具")
    page = (await client.get(made.headers["location"])).text
    assert '/ideas?tag=%E9%9C%B2%E7%87%9F"' in page
    terms = await value(
        "select terms from idea_terms t join idea i on i.id = t.idea where i.public_id = {}", made.headers["location"][7:]
    )
    assert {"#露营", "#灯具"} <= set(terms)


async def test_a_sixth_tag_and_one_too_long_are_refused_at_their_place(db: None, client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    for tags, sentence in (("一 二 三 四 五 六", "最多 5 个标签"), ("这个标签实在是写得太长了一点", "太长了")):
        refused = await propose(client, tags)
        assert refused.status_code == 422 and sentence in refused.text and f'value="{tags}"' in refused.text
    assert await value("select count(*) from idea") == 0


async def test_tags_are_offered_from_like_ideas_then_the_challenge_then_lately(db: None) -> None:
    challenge = await make_challenge()
    near = await tagged(await make_idea(title="桌上的小台灯"), ["灯具"])
    await tagged(await make_idea(challenge=challenge), ["通勤", "口袋"])
    await tagged(await make_idea(), ["厨房"])
    assert await suggested_tags(challenge["public_id"], [near["id"]], ["口袋"]) == ["灯具", "通勤", "厨房"]


async def tagged(idea: dict, tags: list[str]) -> dict:
    await execute("update idea set tags = {} where id = {}", tags, idea["id"])
    return await reread(idea)


async def test_without_a_script_an_offered_tag_is_a_button_of_the_form(db: None, client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    arranged = await propose(client, "灯具", do="tag:露营")
    assert arranged.status_code == 200 and 'value="灯具 露营"' in arranged.text
    assert await value("select count(*) from idea") == 0


async def test_tags_can_change_without_the_words(db: None, client: httpx.AsyncClient) -> None:
    author = await make_member()
    idea = await make_idea(author)
    await sign_in(client, author)
    same = {name: idea[name] for name in ("title", "summary", "body")}
    await client.post(f"/ideas/{idea['public_id']}/revisions", data=same | {"tags": "夜读", "do": "publish"})
    assert (await reread(idea))["tags"] == ["夜读"]
    assert "#夜读" in await value("select terms from idea_terms where idea = {}", idea["id"])
    assert await value("select count(*) from idea_revision where idea = {}", idea["id"]) == 1


def test_a_form_without_tags_has_none() -> None:
    assert DraftForm(title="灯", summary="", body="", challenge="", pictures=[], do="draft").tags == []
