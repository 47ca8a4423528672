"""What is written for some is read by them alone: all ways to it are tried as outsider, follower, backer, other tier's backer."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.accounts.viewer import ANONYMOUS, Viewer
from app.community.following.actions import follow
from app.community.talking.actions import write_comment
from app.community.talking.kinds import find_subject
from app.foundation import clock
from app.foundation.database import execute, row, value
from campaigns.polling.queries import poll_of
from campaigns.updates.actions import reword_update
from campaigns.updates.forms import RewordForm
from tests.campaigns.makers import anyone_new, make_campaign, make_pledge, make_tier
from tests.campaigns.updating import deliver, make_update, owner_of, update_form
from tests.people import join_team, make_member, sign_in

pytestmark = pytest.mark.usefixtures("db")

TITLE, BODY, BEFORE, OPTION, COMMENT = "秘密标题鲸", "秘密正文鲸", "秘密旧文鲸", "秘密选项鲸", "秘密留言鲸"
SECRETS = (TITLE, BODY, BEFORE, OPTION, COMMENT)
READERS = {
    "public": {"outsider", "follower", "reserver", "backer", "other", "team", "staff", "nobody"},
    "followers": {"follower", "reserver", "backer", "other", "team", "staff"},
    "backers": {"backer", "other", "team", "staff"},
    "tier": {"backer", "team", "staff"},
}


@dataclass
class World:
    campaign: dict[str, Any]
    update: dict[str, Any]
    comment: dict[str, Any]
    people: dict[str, Viewer] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"/campaigns/{self.campaign['public_id']}"


async def make_people(campaign: dict[str, Any]) -> dict[str, Viewer]:
    tier, other = await make_tier(campaign), await make_tier(campaign, title="两盏")
    people = {name: await anyone_new() for name in ("outsider", "follower", "reserver", "backer", "other", "left", "team")}
    await follow(people["follower"], "campaign", campaign["public_id"])
    await execute("insert into reservation (campaign, member) values ({}, {})", campaign["id"], people["reserver"].id)
    await make_pledge(campaign, tier, people["backer"])
    await make_pledge(campaign, other, people["other"])
    await make_pledge(campaign, tier, people["left"], state="cancelled")
    await join_team({"id": campaign["brand"]}, people["team"], "support")
    return people | {"staff": await make_member(staff=True), "nobody": ANONYMOUS}


async def a_world(audience: str) -> World:
    """An update with an earlier wording, a question that was answered, a picture and a comment."""
    campaign = await make_campaign()
    people = await make_people(campaign)
    tier = await value("select public_id from tier where campaign = {} order by id limit 1", campaign["id"])
    form = update_form(
        TITLE, BEFORE, audience=audience, tier=tier if audience == "tier" else "", question="选哪个", option=[OPTION, "另一个"],
        ends_at=await clock.now() + timedelta(days=3),
    )  # fmt: skip
    await execute("delete from notice")
    update = await make_update(campaign, form)
    await reword_update(await owner_of(campaign), update, RewordForm(title=TITLE, body=BODY, pictures=[]))
    await deliver()
    comment = await write_comment(people["backer"], await find_subject(people["backer"], "update", update["public_id"]), COMMENT)
    return World(campaign, update, comment, people)


def every_way(world: World) -> list[str]:
    at, update = f"{world.url}/updates", world.update["public_id"]
    talk, comment = f"/threads/update/{update}", f"/comments/{world.comment['public_id']}"
    return [
        world.url, at, f"{at}/1", f"{at}/1/versions", f"{at}?before=2", talk, f"{talk}?order=newest",
        f"{talk}/fresh?since=0&seen=0", f"{talk}/people", comment, f"{comment}/replies", f"{comment}/reply",
        f"{comment}/versions", f"/reports/new?kind=update&id={update}",
        f"/reports/new?kind=comment&id={world.comment['public_id']}", f"{world.url}/share", f"{world.url}/progress",
        f"/ideas?q={TITLE}", f"/campaigns?q={TITLE}", f"/search?q={BODY}", "/", "/campaigns", "/sitemap.xml",
        f"{world.url}/feed.xml", "/campaigns/feed.xml",
        f"/search/suggestions?q={TITLE}", "/sitemaps/campaigns.xml", "/me/notices", "/notices", "/following", "/me",
    ]  # fmt: skip


async def seen_by(client: httpx.AsyncClient, world: World, who: str) -> set[str]:
    """The secrets that somebody meets on any of these ways (what they ask for themselves is no news), and the ways that told."""
    client.cookies.clear()
    viewer = world.people[who]
    if viewer.is_signed_in:
        await sign_in(client, viewer)
    told: set[str] = set()
    for way in every_way(world):
        answer = await client.get(way, follow_redirects=True)
        assert answer.status_code < 500, (way, answer.status_code)
        asked = {one for one in SECRETS if one in way}
        told |= {one for one in SECRETS if one in answer.text and one not in asked}
    return told


@pytest.mark.parametrize("audience", list(READERS))
async def test_only_its_readers_ever_meet_a_word_of_it(client: httpx.AsyncClient, audience: str) -> None:
    world = await a_world(audience)
    for who in world.people:
        told = await seen_by(client, world, who)
        expected = set(SECRETS) if who in READERS[audience] or audience == "public" else set()
        if expected:
            assert {TITLE, BODY, BEFORE, COMMENT} <= told, (audience, who, told)
        else:
            assert not told, (audience, who, told)


@pytest.mark.parametrize("audience", list(READERS))
async def test_only_its_readers_are_told_of_it(audience: str) -> None:
    world = await a_world(audience)
    noted = {
        name for name, one in world.people.items()
        if await value("select count(*) from notice where member = {} and params::text like {}", one.id, f"%{TITLE}%")
    }  # fmt: skip
    assert noted - {"team", "staff"} == READERS[audience] - {"team", "staff", "nobody", "outsider"}


@pytest.mark.parametrize("audience", ["followers", "backers", "tier"])
async def test_others_can_neither_talk_answer_nor_report(client: httpx.AsyncClient, audience: str) -> None:
    world = await a_world(audience)
    poll = await poll_of(world.update["id"])
    assert poll is not None
    outside = [name for name in ("outsider", "follower", "other", "left") if name not in READERS[audience]]
    for who in outside:
        await sign_in(client, world.people[who])
        thread = f"/threads/update/{world.update['public_id']}"
        posts = {
            f"{thread}/comments": {"text": "让我也说一句"},
            f"{thread}/mute": {},
            f"/comments/{world.comment['public_id']}/reactions": {"add": "agree"},
            f"/updates/{world.update['public_id']}/answers": {"option": poll.options[0].public_id},
            "/reports": {"kind": "update", "id": world.update["public_id"], "problem": "spam", "details": "x"},
        }
        for address, form in posts.items():
            assert (await client.post(address, data=form)).status_code == 404, (who, address)
    assert await value("select count(*) from update_poll_answer") == 0
    assert await value("select count(*) from comment") == 1
    assert await value("select count(*) from report") == 0


async def test_whoever_cancels_stops_reading_and_whoever_stayed_to_a_failed_end_reads_on(client: httpx.AsyncClient) -> None:
    world = await a_world("backers")
    pledge = await row("select * from pledge where backer = {}", world.people["backer"].id)
    assert pledge is not None
    for state, campaign_state, reads in (
        ("collected", "fulfilling", True), ("refunded", "fulfilling", False), ("dropped", "fulfilling", False),
        ("released", "failed", True), ("refunded", "failed", True), ("cancelled", "failed", False), ("due", "succeeded", True),
    ):  # fmt: skip
        await execute("update pledge set state = {} where id = {}", state, pledge["id"])
        await execute("update campaign set state = {} where id = {}", campaign_state, world.campaign["id"])
        await sign_in(client, world.people["backer"])
        answer = await client.get(f"{world.url}/updates/1")
        assert (answer.status_code == 200) is reads, (state, campaign_state)


async def test_a_closed_one_says_for_whom_it_is_and_keeps_its_title_unless_the_brand_tells_it(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    await make_update(campaign, update_form(TITLE, BODY, audience="backers"))
    await make_update(campaign, update_form("大家看得到的题目", BODY, audience="backers", tells_title=True))
    closed = await client.get(f"/campaigns/{campaign['public_id']}/updates/1")
    assert closed.status_code == 403
    assert "支持了这个众筹的人能看" in closed.text and "登录后看" in closed.text and TITLE not in closed.text
    page = (await client.get(f"/campaigns/{campaign['public_id']}/updates")).text
    assert "大家看得到的题目" in page and TITLE not in page and BODY not in page
    assert "写给支持者的一条" in page
