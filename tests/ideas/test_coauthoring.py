"""Writing together: invited by a link for one person, accepted by a button, then of the team, and no voter any more."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from PIL import Image

from app.accounts.intents.actions import finish_begun
from app.foundation.clock import shift
from app.foundation.database import execute, row, rows, value
from app.foundation.refusals import NotFound, Refusal
from app.media.actions import keep_picture
from ideas.actions import edit_idea, publish_draft
from ideas.coauthoring.actions import invite, join, leave, remove
from ideas.coauthoring.queries import links_of
from ideas.coauthoring.rules import MOST_CO_AUTHORS, MOST_LINKS, check_may_invite, check_may_join, check_unsettled
from ideas.contributing.actions import answer_improvement, offer_improvement
from ideas.contributing.member_data import merge
from ideas.contributing.queries import credits_of, improvement_by_public_id, may_edit
from ideas.forms import IdeaForm
from ideas.queries import idea_credits
from ideas.voting.actions import cast_vote
from tests.ideas.makers import make_draft, make_idea, reread
from tests.media.test_pictures import encoded
from tests.people import make_member, sign_in


async def link_to(author, idea) -> str:
    await invite(author, idea, "小李")
    return (await links_of(idea))[0].address


def key_in(address: str) -> str:
    return httpx.URL(address).params["key"]


async def written_together():
    author, other = await make_member("阿明"), await make_member("小李")
    idea = await make_idea(author)
    await join(other, idea["public_id"], key_in(await link_to(author, idea)))
    return author, other, idea


def test_until_when_and_how_many() -> None:
    check_may_invite("draft", MOST_CO_AUTHORS - 1, MOST_LINKS - 1)
    for state, co_authors, links in (("in_review", 0, 0), ("published", MOST_CO_AUTHORS, 0), ("published", 0, MOST_LINKS)):
        with pytest.raises(Refusal):
            check_may_invite(state, co_authors, links)
    for state, is_author, co_authors in (("won", False, 0), ("published", True, 0), ("published", False, MOST_CO_AUTHORS)):
        with pytest.raises(Refusal):
            check_may_join(state=state, is_author=is_author, co_authors=co_authors)
    check_unsettled("in_review")
    with pytest.raises(Refusal, match="署名定下来了"):
        check_unsettled("won")


async def test_the_link_is_opened_by_anybody_and_changes_nothing(db: None, client: httpx.AsyncClient) -> None:
    author = await make_member("阿明")
    draft = await make_draft(author, "两个人的想法")
    address = await link_to(author, draft)
    shown = await client.get(address)
    assert "阿明邀请你成为共同作者" in shown.text and "两个人的想法" in shown.text
    assert shown.headers["x-robots-tag"] == "noindex" and shown.headers["cache-control"] == "no-store"
    assert (await client.get(address[:-3] + "000")).status_code == 404
    assert (await client.get(f"/ideas/{draft['public_id']}/invitation")).status_code == 404
    assert await rows("select 1 from contribution") == []


async def test_accepting_makes_one_of_the_team_and_credits_them(db: None, client: httpx.AsyncClient) -> None:
    author, other = await make_member("阿明"), await make_member("小李")
    idea = await make_idea(author)
    address = await link_to(author, idea)
    await sign_in(client, other)
    went = await client.post(f"/ideas/{idea['public_id']}/co-authors", data={"key": key_in(address)})
    assert went.headers["location"] == f"/ideas/{idea['public_id']}"
    assert await may_edit(other, idea)
    assert [(one.member, one.role) for one in await credits_of(idea["id"])] == [(author.id, "author"), (other.id, "co_author")]
    assert (await idea_credits(idea["id"])).co_authors == (other.id,)
    assert await value("select count(*) from notice where member = {} and event = 'co_author_joined'", author.id) == 1
    page = (await client.get(f"/ideas/{idea['public_id']}")).text
    assert "共同作者" in page and f"/ideas/{idea['public_id']}/edit" in page and '/vote"' not in page
    assert (await client.get(f"/ideas/{idea['public_id']}/co-authors")).status_code == 200


async def test_signed_out_the_button_waits_for_sign_in(db: None, client: httpx.AsyncClient) -> None:
    author, other = await make_member(), await make_member()
    idea = await make_idea(author)
    key = key_in(await link_to(author, idea))
    begun = await client.post(f"/ideas/{idea['public_id']}/co-authors", data={"key": key})
    [(intent, done)] = await finish_begun(other, key=httpx.URL(begun.headers["location"]).params["intent"], visitor="")
    assert done is not None and intent.state == "finished" and await may_edit(other, idea)


async def test_a_link_serves_one_person_once(db: None) -> None:
    author, other, idea = await written_together()
    assert await links_of(idea) == []
    address = await link_to(author, idea)
    await join(other, idea["public_id"], key_in(address))
    assert len(await links_of(idea)) == 1, "whoever is in already uses up nothing"
    await join(await make_member(), idea["public_id"], key_in(address))
    with pytest.raises(NotFound):
        await join(await make_member(), idea["public_id"], key_in(address))


async def test_a_revoked_and_an_ended_link_open_nothing(db: None, client: httpx.AsyncClient) -> None:
    author = await make_member()
    idea = await make_idea(author)
    first = await link_to(author, idea)
    await sign_in(client, author)
    link = (await links_of(idea))[0].public_id
    await client.post(f"/ideas/{idea['public_id']}/invitations/{link}/revocation")
    assert (await client.get(first)).status_code == 404
    second = await link_to(author, idea)
    await shift(timedelta(days=15))
    with pytest.raises(NotFound):
        await join(await make_member(), idea["public_id"], key_in(second))


async def test_who_joins_loses_the_vote_and_gets_none(db: None, client: httpx.AsyncClient) -> None:
    author, other = await make_member(), await make_member()
    idea = await make_idea(author)
    await cast_vote(other, idea["public_id"])
    assert (await reread(idea))["vote_count"] == 1
    await join(other, idea["public_id"], key_in(await link_to(author, idea)))
    assert (await reread(idea))["vote_count"] == 0
    with pytest.raises(Refusal):
        await cast_vote(other, idea["public_id"])
    assert await value("select count(*) from vote where idea = {} and state = 'counted'", idea["id"]) == 0


async def test_a_co_author_edits_and_answers_but_does_not_publish_invite_or_withdraw(db: None, client: httpx.AsyncClient) -> None:
    author, other, idea = await written_together()
    await edit_idea(other, idea, IdeaForm(idea["title"], "", "小李改的。", "", [], "publish"))
    assert await value("select edited_by from idea_revision where idea = {} order by id desc limit 1", idea["id"]) == other.id
    made = await offer_improvement(await make_member(), idea, "再轻一点就更好")
    await answer_improvement(other, await improvement_by_public_id(made["public_id"]), "accepted", "")
    with pytest.raises(NotFound):
        await invite(other, idea, "再来一位")
    await sign_in(client, other)
    assert (await client.post(f"/ideas/{idea['public_id']}/withdrawal")).status_code == 404
    draft = await make_draft(author, "还没发")
    await join(other, draft["public_id"], key_in(await link_to(author, draft)))
    with pytest.raises(Refusal, match="由发起人来发布"):
        await publish_draft(other, draft, IdeaForm("还没发", "", "", "", [], "publish"))
    assert "还没发" in (await client.get("/me/ideas")).text


async def test_the_author_keeps_pictures_when_a_co_author_edits(db: None) -> None:
    author, other = await make_member(), await make_member()
    picture = await keep_picture(author.id, encoded(Image.new("RGB", (40, 30))))
    idea = await make_idea(author, pictures=[picture])
    await join(other, idea["public_id"], key_in(await link_to(author, idea)))
    await edit_idea(other, idea, IdeaForm(idea["title"], "", "改了。", "", [picture], "publish"))
    assert (await reread(idea))["cover"] == picture


async def test_removed_or_gone_they_are_credited_no_more_until_the_verdict_settles_it(db: None) -> None:
    author, other, idea = await written_together()
    third = await make_member()
    await join(third, idea["public_id"], key_in(await link_to(author, idea)))
    with pytest.raises(NotFound):
        await remove(other, idea, {"id": third.id})
    await remove(author, idea, {"id": other.id})
    assert not await may_edit(other, idea)
    await execute("update idea set state = 'won' where id = {}", idea["id"])
    for verb in (leave(third, idea), remove(author, idea, {"id": third.id})):
        with pytest.raises(Refusal, match="署名定下来了"):
            await verb
    await execute("update idea set state = 'published' where id = {}", idea["id"])
    await leave(third, idea)
    assert [one.role for one in await credits_of(idea["id"])] == ["author"]


async def test_pages_of_the_team_are_nobody_elses(db: None, client: httpx.AsyncClient) -> None:
    author, _, idea = await written_together()
    await invite(author, idea, "小王")
    await sign_in(client, await make_member())
    assert (await client.get(f"/ideas/{idea['public_id']}/co-authors")).status_code == 404
    assert (await client.post(f"/ideas/{idea['public_id']}/invitations", data={"note": "我自己"})).status_code == 404


async def test_two_who_are_one_have_one_part_and_none_beside_being_author(db: None) -> None:
    author, other, idea = await written_together()
    same = await make_member()
    await merge(other.id, same.id)
    assert [(one.member, one.role) for one in await credits_of(idea["id"])] == [(author.id, "author"), (same.id, "co_author")]
    await merge(same.id, author.id)
    assert [(one.member, one.role) for one in await credits_of(idea["id"])] == [(author.id, "author")]


async def test_of_two_who_press_at_once_one_gets_the_link(committed_db: str) -> None:
    author = await make_member()
    idea = await make_idea(author)
    key = key_in(await link_to(author, idea))
    both = [await make_member(), await make_member()]
    done = await asyncio.gather(*(join(one, idea["public_id"], key) for one in both), return_exceptions=True)
    assert sum(isinstance(one, NotFound) for one in done) == 1
    assert len(await rows("select 1 from contribution where idea = {}", idea["id"])) == 1
    assert await row("select 1 from capability_link where revoked_at is null and scope = 'co_author'") is None


async def test_the_invitation_s_form_is_taken_from_browsers_that_say_less(db: None, client: httpx.AsyncClient) -> None:
    """A page opened by its link sends `Origin: null`; without Sec-Fetch-Site it is a stranger's, with the key in its address."""
    author = await make_member()
    idea = await make_idea(author)
    address = await link_to(author, idea)
    page = (await client.get(address)).text
    action = page.split('<form method="post" action="')[1:]
    to = next(one.split('"')[0] for one in action if "/co-authors" in one.split('"')[0])
    old = {"Sec-Fetch-Site": "", "Origin": "null"}
    sent = await client.post(to, data={"key": key_in(address)}, headers=old)
    assert sent.status_code == 303 and sent.headers["location"].startswith("/sign-in")
