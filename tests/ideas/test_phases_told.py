"""Phases begin and end by themselves on the database's clock, and tell those concerned once."""

from datetime import timedelta

from app import jobs
from app.accounts.viewer import Viewer
from app.community.following.actions import follow
from app.foundation.clock import shift
from app.foundation.database import rows, value
from ideas.actions import save_draft
from ideas.challenges.actions import begin_draft
from ideas.challenges.queries import current_phase
from ideas.forms import DraftForm
from ideas.voting.actions import cast_vote
from tests.ideas.makers import make_challenge, make_desk, make_idea
from tests.people import make_member

DAY = timedelta(days=1)


async def told(event: str) -> list[int]:
    return sorted(one["member"] for one in await rows("select member from notice where event = {}", event))


async def ticks(times: int = 3) -> None:
    for _ in range(times):
        await jobs.tick()


async def follower(kind: str, public_id: str) -> Viewer:
    member = await make_member()
    await follow(member, kind, public_id)
    return member


async def test_the_first_phase_is_told_to_the_brands_followers_once(db: None) -> None:
    desk, owner = await make_desk()
    fan = await follower("brand", desk.public_id)
    await make_challenge(desk, owner)
    await ticks()
    assert await told("followed_brand_asks") == [fan.id]


async def test_a_challenge_that_begins_later_is_told_when_it_begins(db: None) -> None:
    desk, owner = await make_desk()
    fan = await follower("brand", desk.public_id)
    made = await make_challenge(desk, owner, shape="four", starts=await _in(2))
    await ticks()
    assert await current_phase(made["id"]) is None and await told("followed_brand_asks") == []
    await shift(3 * DAY)
    await ticks()
    now = await current_phase(made["id"])
    assert now and now.doors == ["propose"] and await told("followed_brand_asks") == [fan.id]


async def _in(days: int) -> str:
    moment = await value("select app_now() + {}::interval", days * DAY)
    return str(moment.astimezone().strftime("%Y-%m-%dT%H:%M"))


async def test_each_phase_is_told_once_to_followers_and_to_those_who_took_part(db: None) -> None:
    desk, owner = await make_desk()
    made = await make_challenge(desk, owner, shape="four")
    fan = await follower("challenge", made["public_id"])
    idea = await make_idea(challenge=made)
    await ticks()
    assert await told("phase_begun") == [fan.id]  # the first; the author took part only later
    await shift(14 * DAY + timedelta(hours=1))
    await ticks()
    now = await current_phase(made["id"])
    assert now and now.doors == ["improve"]
    assert await told("phase_begun") == [fan.id, fan.id] and await told("own_phase_begun") == [idea["author"]]
    assert await told("team_phase_ended") == [owner.id]


async def test_what_was_slept_through_is_not_told_of(db: None) -> None:
    desk, owner = await make_desk()
    made = await make_challenge(desk, owner, shape="four")
    await make_idea(challenge=made)
    await shift(22 * DAY)
    await ticks()
    assert len(await told("own_phase_begun")) == 1  # of the votes that go on now, not of the improving that is over


async def test_a_day_before_the_end_of_the_votes_those_who_have_not_voted_are_reminded(db: None) -> None:
    desk, owner = await make_desk()
    made = await make_challenge(desk, owner, shape="one", lasting=10 * DAY, p1_least_votes="2")
    lazy, keen = await follower("challenge", made["public_id"]), await follower("challenge", made["public_id"])
    half = await make_member()
    ideas = [await make_idea(challenge=made) for _ in range(2)]
    for voter, chosen in ((keen, ideas), (half, ideas[:1])):
        for idea in chosen:
            await cast_vote(voter, idea["public_id"])
    await shift(8 * DAY)
    await ticks()
    assert await told("ends_soon_vote") == []
    await shift(DAY + timedelta(hours=1))
    await ticks()
    authors = [idea["author"] for idea in ideas]
    assert await told("ends_soon_vote") == sorted([lazy.id, *authors]) and await told("ends_soon_least") == [half.id]


async def test_whoever_has_a_draft_is_reminded_before_ideas_are_no_longer_taken(db: None) -> None:
    made = await make_challenge(lasting=10 * DAY)
    author = await make_member()
    await save_draft(
        author, DraftForm(title="半个想法", summary="", body="", challenge=made["public_id"], pictures=[], do="draft")
    )
    await shift(9 * DAY + timedelta(hours=1))
    await ticks()
    assert await told("ends_soon_draft") == [author.id]


async def test_a_draft_of_a_challenge_is_told_to_nobody(db: None) -> None:
    desk, owner = await make_desk()
    await follower("brand", desk.public_id)
    await begin_draft(desk, owner, "four", "给通勤的人做一件小东西")
    await shift(60 * DAY)
    await ticks()
    assert await value("select count(*) from notice") == 0
