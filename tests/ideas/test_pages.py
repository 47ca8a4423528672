"""Pages of ideas: they render in every state and order, and refuse with a sentence where it happened."""

from datetime import timedelta

import httpx

from app.foundation.clock import shift
from app.foundation.database import execute, value
from tests.community.makers import hide
from tests.ideas.makers import (
    cast_votes,
    decide,
    end_challenge,
    make_challenge,
    make_desk,
    make_draft,
    make_idea,
    make_won_idea,
    reread,
)
from tests.people import make_member, sign_in

HTMX = {"HX-Request": "true"}


async def test_lists_render_in_every_order_and_filter(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    await make_idea(challenge=challenge, title="会收线的台灯")
    won = await make_won_idea(desk, owner)
    for order in ("", "newest", "votes", "rising", "nonsense"):
        for state in ("", "voting", "adopted", "declined"):
            shown = await client.get("/ideas", params={"order": order, "state": state, "challenge": challenge["public_id"]})
            assert shown.status_code == 200, (order, state)
            assert ("会收线的台灯" in shown.text) == (state in ("", "voting"))
    assert won["title"] in (await client.get("/ideas?state=adopted")).text


async def test_a_list_for_everybody_may_be_shared_and_one_with_own_votes_may_not(db: None, client: httpx.AsyncClient) -> None:
    idea, fan = await make_idea(), await make_member()
    await client.get("/ideas")
    await sign_in(client, fan)
    await client.post(f"/ideas/{idea['public_id']}/vote")
    assert "我投过" in (await client.get("/ideas")).text
    client.cookies.clear()
    assert "我投过" not in (await client.get("/ideas")).text


async def test_an_idea_renders_in_every_state(db: None, client: httpx.AsyncClient) -> None:
    idea = await make_idea()
    for state in ("published", "in_review", "won", "campaigned", "made", "expired", "merged", "declined"):
        await execute("update idea set state = {} where id = {}", state, idea["id"])
        shown = await client.get(f"/ideas/{idea['public_id']}?{state}")
        assert shown.status_code == 200 and idea["title"] in shown.text, state
    for state in ("withdrawn", "removed", "draft"):
        await execute("update idea set state = {} where id = {}", state, idea["id"])
        assert (await client.get(f"/ideas/{idea['public_id']}?{state}")).status_code == 404, state


async def test_a_readable_tail_is_ignored(db: None, client: httpx.AsyncClient) -> None:
    idea = await make_idea()
    assert idea["title"] in (await client.get(f"/ideas/{idea['public_id']}/anything-at-all")).text


async def test_pressing_the_seal_without_scripts_leads_back_to_the_idea(db: None, client: httpx.AsyncClient) -> None:
    idea = await make_idea()
    await sign_in(client, await make_member())
    voted = await client.post(f"/ideas/{idea['public_id']}/vote")
    assert (voted.status_code, voted.headers["location"].partition("#")[0]) == (303, f"/ideas/{idea['public_id']}")
    assert "收回投票" in (await client.get(f"/ideas/{idea['public_id']}")).text
    await client.post(f"/ideas/{idea['public_id']}/vote/withdrawal")
    assert (await reread(idea))["vote_count"] == 0


async def test_pressing_the_seal_with_htmx_brings_the_seal_back(db: None, client: httpx.AsyncClient) -> None:
    idea = await make_idea()
    await sign_in(client, await make_member())
    answer = await client.post(f"/ideas/{idea['public_id']}/vote", headers=HTMX, data={"place": "bar"})
    assert answer.status_code == 200
    assert answer.text.strip().startswith("<form") and f'id="seal-{idea["public_id"]}-bar"' in answer.text
    assert "<b>1</b>" in answer.text and "vote/withdrawal" in answer.text
    assert answer.headers["vary"] == "HX-Request"


async def test_refused_votes_say_why_where_it_happened(db: None, client: httpx.AsyncClient) -> None:
    author, fan = await make_member(), await make_member()
    challenge = await make_challenge()
    own, closed = await make_idea(author), await make_idea(challenge=challenge)
    await end_challenge(challenge)
    await sign_in(client, author)
    plain = await client.post(f"/ideas/{own['public_id']}/vote")
    assert plain.status_code == 409 and "自己的创意不能投票" in plain.text
    await sign_in(client, fan)
    quick = await client.post(f"/ideas/{closed['public_id']}/vote", headers=HTMX)
    assert quick.status_code == 409 and "已经截止" in quick.text
    assert f'id="seal-{closed["public_id"]}"' in quick.text, "the seal must go back to what is true"
    assert await value("select count(*) from vote") == 0


async def test_a_hidden_idea_is_there_only_for_its_author_and_staff(db: None, client: httpx.AsyncClient) -> None:
    author, operator = await make_member(), await make_member(staff=True)
    idea = await make_idea(author, title="盗来的图")
    await hide("idea", idea, "图片不是你的", by=operator)
    path = f"/ideas/{idea['public_id']}"
    for viewer, sees in ((None, False), (await make_member(), False), (author, True), (operator, True)):
        if viewer:
            await sign_in(client, viewer)
        shown = await client.get(path)
        assert (shown.status_code == 200) == sees
        assert ("图片不是你的" in shown.text) == sees
        for listing in ("/ideas", "/ideas?order=votes", "/ideas?q=盗来"):
            assert path not in (await client.get(listing)).text
    await sign_in(client, await make_member())
    assert (await client.post(f"{path}/vote")).status_code == 404
    await sign_in(client, author)
    assert "图片不是你的" in (await client.get("/me/ideas")).text


async def test_withdrawn_ideas_are_listed_nowhere(db: None, client: httpx.AsyncClient) -> None:
    author = await make_member()
    idea = await make_idea(author, title="后悔提了")
    await sign_in(client, author)
    assert (await client.post(f"/ideas/{idea['public_id']}/withdrawal")).status_code == 303
    assert (await reread(idea))["state"] == "withdrawn"
    client.cookies.clear()
    for listing in ("/ideas", "/ideas?order=rising", "/ideas?q=后悔"):
        assert idea["public_id"] not in (await client.get(listing)).text
    assert (await client.get(f"/ideas/{idea['public_id']}")).status_code == 404


async def test_somebody_elses_idea_can_be_neither_edited_nor_withdrawn(db: None, client: httpx.AsyncClient) -> None:
    idea = await make_idea()
    await sign_in(client, await make_member())
    path = f"/ideas/{idea['public_id']}"
    assert (await client.get(f"{path}/edit")).status_code == 404
    assert (await client.post(f"{path}/revisions", data={"title": "改掉", "summary": "改掉改掉"})).status_code == 404
    assert (await client.post(f"{path}/withdrawal")).status_code == 404
    assert (await reread(idea))["state"] == "published"


async def test_challenges_render_in_every_phase(db: None, client: httpx.AsyncClient) -> None:
    challenge = await make_challenge(lasting=timedelta(days=10), title="通勤路上的小东西")
    path = f"/challenges/{challenge['public_id']}"
    await make_idea(challenge=challenge)
    shown = await client.get(path)
    assert "发创意" in shown.text and "<strong>上衣口袋</strong>" in shown.text and "GMT+8" in shown.text
    assert "通勤路上的小东西" in (await client.get("/challenges")).text
    await shift(timedelta(days=8))
    assert "通勤路上的小东西" in (await client.get("/challenges?phase=closing")).text
    await shift(timedelta(days=2, minutes=1))
    ended = await client.get(path + "/?x")
    assert f"/ideas/new?challenge={challenge['public_id']}" not in ended.text and "已截止" in ended.text
    assert "通勤路上的小东西" in (await client.get("/challenges?phase=ended")).text
    assert "通勤路上的小东西" not in (await client.get("/challenges?y")).text


async def test_the_desk_and_staff_pages_are_closed_to_others(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    idea = await make_idea(challenge=await make_challenge(desk, owner))
    await sign_in(client, await make_member())
    for path in ("challenges", "challenges/new", "ideas", f"ideas/{idea['public_id']}"):
        assert (await client.get(f"{desk.url}/{path}")).status_code == 404
    assert (await client.post(f"{desk.url}/ideas/{idea['public_id']}/verdict")).status_code == 404


async def test_the_desks_pages_render(db: None, client: httpx.AsyncClient) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    idea, floor = await make_idea(challenge=challenge), await make_idea()
    await cast_votes(idea, 2)
    won = await make_won_idea(desk, owner)
    await decide(desk, owner, await make_idea(challenge=challenge), "declined")
    await sign_in(client, owner)
    for path in ("", "/challenges", "/challenges/new", f"/challenges/{challenge['public_id']}/edit", "/ideas?order=newest",
                 *(f"/ideas?state={group}" for group in ("waiting", "in_review", "adopted", "declined", "all")),
                 f"/ideas/{idea['public_id']}", f"/ideas/{won['public_id']}", f"/ideas/{floor['public_id']}"):  # fmt: skip
        assert (await client.get(desk.url + path)).status_code == 200, path
    adopted = await client.get(f"{desk.url}/ideas?state=adopted")
    assert f'href="{desk.url}/ideas/{won["public_id"]}">约定和众筹' in adopted.text
    answered = await client.get(f"{desk.url}/ideas/{won['public_id']}")
    assert f'action="{desk.url}/campaigns"' in answered.text
    assert f"{desk.url}/ideas/{floor['public_id']}" in (await client.get(f"/ideas/{floor['public_id']}")).text
    brand = await client.get(f"/brands/{desk.public_id}")
    assert challenge["title"] in brand.text and won["title"] in brand.text


async def test_ones_own_list_needs_a_member(db: None, client: httpx.AsyncClient) -> None:
    answer = await client.get("/me/ideas")
    assert (answer.status_code, answer.headers["location"].partition("=")[0]) == (303, "/sign-in?next")


async def test_a_draft_is_seen_by_its_author_only(db: None, client: httpx.AsyncClient) -> None:
    author = await make_member()
    draft = await make_draft(author)
    assert (await client.get(f"/ideas/{draft['public_id']}")).status_code == 404
    await sign_in(client, await make_member(staff=True))
    assert (await client.get(f"/ideas/{draft['public_id']}")).status_code == 404
    await sign_in(client, author)
    assert (await client.get(f"/ideas/{draft['public_id']}")).status_code == 200
    assert "半个想法" in (await client.get("/me/ideas")).text
