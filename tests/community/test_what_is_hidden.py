"""Every registered kind, hidden once: gone from every public page that showed it, still there for its author and for staff."""

import itertools
import re
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from app import rooms
from app.accounts.viewer import Viewer
from app.community.following.actions import follow
from app.community.moderation.kinds import known_kinds
from app.community.talking.actions import write_comment
from app.community.talking.kinds import find_subject
from app.foundation.database import execute, insert, row, transaction, value
from app.web.access import anyone
from campaigns.gifting.tables import Gift
from campaigns.noting.tables import PledgeNote
from campaigns.revising.actions import note_change
from campaigns.telling import tell
from ideas.agreeing.actions import accept_agreement
from ideas.contributing.actions import offer_improvement
from tests.campaigns.makers import make_campaign, make_pledge, make_tier
from tests.campaigns.updating import make_update, update_form
from tests.community.makers import hide, show
from tests.ideas.agreements import offer
from tests.ideas.makers import decide, make_challenge, make_idea, make_won_idea
from tests.people import desk_of, make_brand, make_member, sign_in

pytestmark = pytest.mark.usefixtures("db")

_asked = itertools.count(1)
QUESTIONS = (
    "/ideas?q=标记", "/ideas?order=votes", "/ideas?order=rising", "/ideas?order=newest", "/ideas/similar?title=标记提案一盏灯",
    "/challenges?phase=closing", "/challenges?phase=ended", "/campaigns?list=live", "/campaigns?list=ending", "/ideas/new",
    "/campaigns?list=all", "/campaigns/in/home", "/campaigns?q=标记", "/search?q=标记", "/search/suggestions?q=标记",
    "/campaigns/feed.xml", "/ideas/feed.xml", "/sitemaps/campaigns-1-1.xml",
)  # fmt: skip


# Read by whoever they were written to, by link or at the desk.
FOR_ONE = {"gift", "pledge_message"}


@dataclass
class Written:
    """A thing of one kind, words that stand in it alone, and somebody who wrote it."""

    row: dict[str, Any]
    marks: tuple[str, ...]
    author: Viewer
    within: str = "\0"  # the title that it goes by where it has none of its own


async def world() -> tuple[dict[str, Written], dict[str, str]]:
    """One thing of each kind, all connected, and the public ids that paths are filled with."""
    owner, author, improver = await make_member(), await make_member(name="标记作者"), await make_member()
    await execute("update member_profile set bio = '标记简介' where member = {}", author.id)
    brand = await make_brand(owner, name="标记品牌", story="标记来历")
    desk = await desk_of(brand, owner)
    challenge = await make_challenge(desk, owner, title="标记征集")
    await execute("update challenge set brief = '标记要求' where id = {}", challenge["id"])
    idea = await make_idea(author, challenge=challenge, title="标记提案一盏灯", summary="标记摘要", body="标记正文")
    improvement = await offer_improvement(improver, idea, "标记改进：加一个挂钩")
    won = await make_won_idea(desk, owner, author=author)
    await accept_agreement(author, await offer(desk, owner, won), "标记署名")
    credit_name = await row("select * from agreement_part where member = {}", author.id)
    campaign = await make_campaign(brand=brand, idea=won["id"], title="标记众筹")
    await execute("update campaign set summary = '标记简述', story = '标记故事' where id = {}", campaign["id"])
    tier, backer = await make_tier(campaign), await make_member()
    pledge = await make_pledge(campaign, tier, backer=backer)
    gift = await insert(Gift, pledge=pledge["id"], to_name="标记阿青", signed="标记落款", card="标记卡片")
    note = await insert(PledgeNote, pledge=pledge["id"], message="标记给品牌的话")
    await note_change(owner, campaign, "story", "", "标记改后")
    change = await row("select * from campaign_change where campaign = {}", campaign["id"])
    update = await make_update(campaign, update_form("标记动态", "标记进展"))
    declined = await make_idea(challenge=challenge)
    await decide(desk, owner, declined, "declined")
    talker = await make_member()
    comment = await write_comment(talker, await find_subject(talker, "idea", idea["public_id"]), "标记留言：夹子能换吗 @标记作者")
    member = await row("select * from member where id = {}", author.id)
    assert member is not None and credit_name is not None and change is not None
    things = {
        "brand": Written(brand, ("标记品牌", "标记来历"), owner),
        "challenge": Written(challenge, ("标记征集", "标记要求"), owner),
        "idea": Written(idea, ("标记提案", "标记摘要", "标记正文"), author),
        "improvement": Written(improvement, ("标记改进",), improver),
        "campaign": Written(campaign, ("标记众筹", "标记简述", "标记故事"), owner),
        "campaign_change": Written(change, ("标记改后",), owner, "标记众筹"),
        "gift": Written(gift, ("标记阿青", "标记落款", "标记卡片"), backer, "标记众筹"),
        "pledge_message": Written(note, ("标记给品牌的话",), backer, "标记众筹"),
        "update": Written(update, ("标记动态", "标记进展"), owner),
        "comment": Written(comment, ("标记留言",), talker),
        "credit_name": Written(credit_name, ("标记署名",), author),
        "member": Written(member, ("标记作者", "标记简介"), author),
    }
    ids = {f"{name}_id": thing.row["public_id"] for name, thing in things.items()}
    return things, ids | {"won_id": won["public_id"], "declined_id": declined["public_id"], "number": "1"}


def fill(path: str, ids: dict[str, str]) -> str:
    return re.sub(r"\{(\w+):\w+\}", lambda part: ids.get(part[1], part[0]), path)


def public_paths(ids: dict[str, str]) -> list[str]:
    """Every page that anybody may open, with our things' ids in its path; ideas three times, once for each of ours."""
    found = set(QUESTIONS)
    for handler in rooms.route_handlers():
        if "GET" not in handler.http_methods or anyone not in (handler.guards or []):
            continue
        for path in handler.paths:
            filled = [fill(path, ids | {"idea_id": ids[idea]}) for idea in ("idea_id", "won_id", "declined_id")]
            found.update(one for one in filled if "{" not in one)
    return sorted(found | {f"/ideas?challenge={ids['challenge_id']}"})


async def pages(client: httpx.AsyncClient, paths: list[str]) -> dict[str, str]:
    """What stands on each, however it answers; a question mark more than before, so that no kept page is served."""
    client.cookies.clear()
    asked = next(_asked)
    answers = {}
    for path in paths:
        try:
            async with transaction():
                answer = await client.get(f"{path}{'&' if '?' in path else '?'}again={asked}")
                answers[path] = answer.text if "text" in answer.headers.get("content-type", "") else str(answer.status_code)
                raise LookupError
        except LookupError:
            pass
    return answers


def showing(found: dict[str, str], marks: tuple[str, ...]) -> set[str]:
    return {path for path, text in found.items() if any(mark in text for mark in marks)}


def is_drawn(path: str) -> bool:
    """A picture drawn for sharing takes a second; the test of pictures asks for few."""
    return path.endswith((".png", ".jpg", ".webp", ".svg"))


async def test_every_kind_has_its_thing_in_this_world() -> None:
    things, _ = await world()
    assert set(things) == set(known_kinds())


@pytest.mark.parametrize("kind", sorted(FOR_ONE))
async def test_what_is_for_one_alone_stands_on_no_public_page(client: httpx.AsyncClient, kind: str) -> None:
    things, ids = await world()
    found = await pages(client, [path for path in public_paths(ids) if not is_drawn(path)])
    assert showing(found, things[kind].marks) == set()
    assert showing(found, things["campaign"].marks), "else nothing was looked at"


@pytest.mark.parametrize("kind", sorted(known_kinds().keys() - FOR_ONE))
async def test_hidden_it_is_gone_from_every_public_page(client: httpx.AsyncClient, kind: str) -> None:
    things, ids = await world()
    thing, paths = things[kind], [path for path in public_paths(ids) if not is_drawn(path)]
    before = await pages(client, paths)
    showed = showing(before, thing.marks)
    assert showed, "a thing that no page shows proves nothing"
    operator = await make_member(staff=True)
    await hide(kind, thing.row, "标记的理由", by=operator)

    after = await pages(client, paths)
    assert showing(after, thing.marks) == set()
    assert not [path for path, text in after.items() if "标记的理由" in text]
    assert not [path for path, text in after.items() if "出了点问题" in text], "a page broke over it"

    await show(kind, thing.row, by=operator)
    assert showing(await pages(client, sorted(showed)), thing.marks) == showed


@pytest.mark.parametrize("kind", sorted(known_kinds()))
async def test_its_author_and_staff_still_see_it_with_the_reason(client: httpx.AsyncClient, kind: str) -> None:
    things, _ = await world()
    thing = things[kind]
    await hide(kind, thing.row, "标记的理由")
    await sign_in(client, thing.author)
    mine = await client.get("/me/moderation")
    assert "标记的理由" in mine.text and (thing.marks[0] in mine.text or thing.within in mine.text)
    await sign_in(client, await make_member(staff=True))
    shown = await client.get(f"/staff/moderation/{kind}/{thing.row['public_id']}")
    assert "标记的理由" in shown.text and all(mark in shown.text for mark in thing.marks)


@pytest.mark.parametrize("kind", ["idea", "challenge", "campaign", "brand"])
async def test_a_page_of_its_own_says_the_reason_to_its_author_only(client: httpx.AsyncClient, kind: str) -> None:
    things, _ = await world()
    thing = things[kind]
    await hide(kind, thing.row, "标记的理由")
    path = f"/{kind}s/{thing.row['public_id']}"
    assert (await client.get(path)).status_code == 404
    await sign_in(client, await make_member())
    assert (await client.get(path)).status_code == 404
    await sign_in(client, thing.author)
    own = await client.get(path)
    assert own.status_code == 200 and "标记的理由" in own.text and "/me/moderation" in own.text


async def test_a_hidden_profile_shows_a_neutral_name_to_others_and_its_own_to_its_member(client: httpx.AsyncClient) -> None:
    things, _ = await world()
    idea, member = things["idea"].row, things["member"]
    await hide("member", member.row)
    shown = await client.get(f"/ideas/{idea['public_id']}?x")
    assert f"成员 {member.row['public_id'][-4:]}" in shown.text
    await sign_in(client, member.author)
    assert "标记作者" in (await client.get("/me")).text


@pytest.mark.parametrize("kind", ["idea", "challenge", "campaign", "brand"])
async def test_no_picture_of_it_is_drawn(client: httpx.AsyncClient, kind: str) -> None:
    things, ids = await world()
    thing = things[kind]
    drawn = [path for path in public_paths(ids) if is_drawn(path) and thing.row["public_id"] in path]
    await hide(kind, thing.row)
    for path in drawn:
        assert (await client.get(path)).status_code == 404, path


@pytest.mark.parametrize("hidden", ["campaign", "idea", "brand", None])
async def test_news_of_a_campaign_reach_nobody_once_it_or_its_idea_or_brand_is_hidden(hidden: str | None) -> None:
    owner, author, follower = await make_member(), await make_member(), await make_member()
    brand = await make_brand(owner)
    desk = await desk_of(brand, owner)
    won = await make_won_idea(desk, owner, author=author, votes=2)
    campaign = await make_campaign(brand=brand, idea=won["id"])
    await follow(follower, "campaign", campaign["public_id"])
    if hidden:
        await hide(hidden, {"campaign": campaign, "idea": won, "brand": brand}[hidden])
    for event in ("launched", "ending", "succeeded"):
        await tell(campaign["id"], event)
    told = await value(
        "select count(*) from notice where member <> {} and event not like 'text%' and url = {}",
        owner.id, f"/campaigns/{campaign['public_id']}",
    )  # fmt: skip
    assert (told == 0) == (hidden is not None)
