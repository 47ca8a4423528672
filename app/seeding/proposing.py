"""Brands open their calls, members propose, vote and are answered: everything up to the verdicts, on its day."""

import asyncio
from collections import defaultdict
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

from app.brands.actions import accept_invitation, create_brand, invite
from app.brands.desk import Desk
from app.foundation import clock
from app.foundation.database import row
from app.media.actions import keep_rendered
from app.seeding.cast import Cast, speaking
from app.seeding.drawing import Studio
from app.seeding.growing import WRITERS
from app.seeding.reading import Brand, Challenge, Idea, Verdict
from app.seeding.reviewing import ANSWER_DAYS
from app.seeding.tagging import tags_of
from app.seeding.timeline import Timeline
from app.sharing.counting import write_openings
from app.web.formats import input_moment
from ideas.actions import publish_idea
from ideas.challenges.actions import open_challenge
from ideas.challenges.composing import clock_of, shaped
from ideas.forms import IdeaForm
from ideas.reviewing.actions import give_verdict, take_into_review
from ideas.reviewing.forms import VerdictForm
from ideas.voting.actions import cast_vote

FOUNDED = -128.0
SHARERS = ("fan", "backer", *[""] * 6)  # who passes an idea on
LED = 0.3  # the share of its votes that came by that link
OPENED = 3  # browsers that opened a link, for each that voted


def plan_brand(timeline: Timeline, cast: Cast, studio: Studio, brand: Brand) -> None:
    studio.order("logo", brand.key)
    timeline.at(FOUNDED, partial(_found, cast, studio, brand))


async def _found(cast: Cast, studio: Studio, brand: Brand) -> None:
    owner = cast.people[brand.owner]
    with speaking(brand.lang):
        logo = await keep_rendered(owner.id, await studio.picture("logo", brand.key))
        made = await create_brand(owner, name=brand.name, story=brand.story.strip(), logo=logo)
    desk = Desk(brand=made["id"], public_id=made["public_id"], name=made["name"], role="owner", logo=made["logo"])
    cast.desks[brand.key] = desk
    for key, role in brand.team.items():
        await _add_to_team(cast, desk, brand.owner, key, role)


async def _add_to_team(cast: Cast, desk: Desk, owner: str, key: str, role: str) -> None:
    """Invited and accepted, as people are."""
    from app.accounts.capabilities import capability_key

    public_id = await invite(cast.people[owner], desk, f"{key}@zhizao.test", role)
    await accept_invitation(cast.people[key], public_id, await capability_key("invitation", public_id))


def plan_challenge(timeline: Timeline, cast: Cast, challenge: Challenge, owner: str) -> None:
    timeline.at(challenge.opens, partial(_open, cast, challenge, owner))


async def _open(cast: Cast, challenge: Challenge, owner: str) -> None:
    """As somebody would fill the form of one round: what it is about, and until when."""
    deadline = _on_the_hour(await clock.now() + timedelta(days=challenge.ends - challenge.opens))
    with speaking(challenge.lang), clock_of("Asia/Shanghai"):
        values = shaped("one", challenge.title) | {
            "brief": challenge.brief.strip(),
            "p1-days": "",
            "p1-ends": input_moment(deadline),
            "answer_days": ANSWER_DAYS.get(challenge.key, "30"),
        }
        cast.challenges[challenge.key] = await open_challenge(cast.desks[challenge.brand], cast.people[owner], values)


def _on_the_hour(moment: Any) -> Any:
    return moment.replace(minute=0, second=0, microsecond=0)


def plan_idea(timeline: Timeline, cast: Cast, studio: Studio, idea: Idea, challenge: Challenge | None) -> None:
    studio.order_idea(idea.key, idea.drawn)
    timeline.at(idea.posted, partial(propose, cast, studio, idea))
    if idea.review is not None and challenge:
        timeline.at(idea.review, partial(_review, cast, challenge.brand, idea))
    if idea.verdict and challenge:
        timeline.at(idea.verdict.on, partial(_decide, cast, challenge.brand, idea, idea.verdict))


async def propose(cast: Cast, studio: Studio, idea: Idea) -> None:
    author = cast.people[idea.author]
    pictures = [await keep_rendered(author.id, picture) for picture in await studio.idea(idea.key, idea.drawn)]
    challenge = cast.challenges[idea.challenge]["public_id"] if idea.challenge else ""
    form = IdeaForm(idea.title, idea.summary, idea.body.strip(), challenge, pictures, "publish", tags=idea.tags or tags_of(idea))
    with speaking(idea.lang):
        cast.ideas[idea.key] = await publish_idea(author, form, cast.random.choice(("", "", "wechat", "line")))


async def _on_desk(idea: dict[str, Any]) -> dict[str, Any]:
    found = await row(
        "select i.*, c.brand as owner from idea i left join challenge c on c.id = i.challenge where i.id = {}", idea["id"]
    )
    assert found is not None
    return found


async def _review(cast: Cast, brand: str, idea: Idea) -> None:
    await take_into_review(cast.desks[brand], await _owner(cast, brand), await _on_desk(cast.ideas[idea.key]))


async def _decide(cast: Cast, brand: str, idea: Idea, verdict: Verdict) -> None:
    form = VerdictForm(outcome=verdict.outcome, reason_code=verdict.reason, sentence=verdict.sentence)
    with speaking(idea.lang):
        await give_verdict(cast.desks[brand], await _owner(cast, brand), await _on_desk(cast.ideas[idea.key]), form)


async def _owner(cast: Cast, brand: str) -> Any:
    found = await row("select member from brand_member where brand = {} and role = 'owner'", cast.desks[brand].brand)
    assert found is not None
    return next(viewer for viewer in cast.people.values() if viewer.id == found["member"])


def plan_votes(timeline: Timeline, cast: Cast, ideas: list[Idea], until: dict[str, float], joined: dict[str, float]) -> None:
    """Who votes when is drawn beforehand: most in an idea's first days, and nobody before they joined."""
    random, ballots = Random("votes"), defaultdict(list)
    for idea in ideas:
        end = until[idea.key]
        voters = [key for key, day in joined.items() if key not in (idea.author, *WRITERS.get(idea.key, ())) and day < end - 0.1]
        for key in random.sample(voters, min(idea.votes, len(voters))):
            begun = max(idea.posted, joined[key]) + 0.02
            moment = begun + (end - 0.02 - begun) * random.random() ** 2.2
            ballots[_bucket(moment, begun, end)].append((idea.key, key))
    for moment, votes in ballots.items():
        timeline.at(moment, partial(vote, cast, votes))


def _bucket(moment: float, begun: float, end: float) -> float:
    """Moments are told apart by half days, of late by half hours: each costs a step."""
    grain = 0.5 if moment < -2 else 0.02
    return min(end, max(begun, round(moment / grain) * grain))


def link_that_led(cast: Cast, idea: str, voter: str) -> str:
    """Whose link led to this vote; for most votes nobody's. The same each time the world is made."""
    sharer = Random(f"who shares {idea}").choice(SHARERS)
    led = Random(f"{idea} led {voter}").random() < LED
    return cast.people[sharer].share_code if led and sharer and sharer != voter else ""


async def vote(cast: Cast, votes: list[tuple[str, str]]) -> None:
    """At once, so that they share a statement as in life."""
    led = [(cast.ideas[idea]["public_id"], voter, link_that_led(cast, idea, voter)) for idea, voter in votes]
    await asyncio.gather(*(cast_vote(cast.people[voter], idea, link) for idea, voter, link in led))
    await write_openings([(link, f"ideas/{idea}") for idea, _, link in led if link for _ in range(OPENED)])
