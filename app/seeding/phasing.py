"""Calls with phases: a car maker's relay of themes, a keyboard in four phases, one that begins soon, and a draft at a desk."""

from datetime import timedelta
from functools import partial
from random import Random

import msgspec

from app.community.following.actions import follow
from app.foundation import clock
from app.seeding.cast import Cast, speaking
from app.seeding.drawing import Studio
from app.seeding.proposing import plan_brand, propose, vote
from app.seeding.reading import FOLDER, Brand, Idea
from app.seeding.timeline import Timeline
from app.web.formats import input_moment
from ideas.challenges.actions import begin_draft, open_challenge
from ideas.challenges.composing import clock_of, shaped
from ideas.contributing.actions import answer_improvement, offer_improvement
from ideas.contributing.queries import improvement_by_public_id

FOLLOWERS = 24
IMPROVED, ANSWERED = -7.5, -6.8  # days; while the second phase of four lasts
VOTED_FROM = {"fieldboard": -2.8}  # others are voted for from their first day on


class Improvement(msgspec.Struct):
    by: str
    text: str
    accepted: str = ""


class PhasedIdea(Idea):
    improvement: list[Improvement] = []  # noqa: RUF012


class Phased(msgspec.Struct):
    key: str
    brand: str
    shape: str
    title: str
    brief: str
    published: float
    prizes: str = ""
    lang: str = "zh-Hans"
    starts: float | None = None
    typed: dict[str, str] = {}
    idea: list[PhasedIdea] = []


class World(msgspec.Struct):
    brand: Brand
    challenge: list[Phased]


def phased() -> World:
    return msgspec.toml.decode((FOLDER / "phased.toml").read_bytes(), type=World)


def values_of(challenge: Phased) -> dict[str, object]:
    """The form as the brand's person fills it."""
    words = {"brief": challenge.brief.strip(), "prizes": challenge.prizes.strip()}
    return shaped(challenge.shape, challenge.title) | words | challenge.typed


def plan_phased(timeline: Timeline, cast: Cast, drawn: Studio, owners: dict[str, str], joined: dict[str, float]) -> None:
    world = phased()
    plan_brand(timeline, cast, drawn, world.brand)
    owners = owners | {world.brand.key: world.brand.owner}
    for challenge in world.challenge:
        timeline.at(challenge.published, partial(_open, cast, challenge, owners[challenge.brand]))
        timeline.at(min(challenge.published + 0.6, 0.0), partial(_follow, cast, challenge, joined))
        for idea in challenge.idea:
            _plan_idea(timeline, cast, drawn, challenge, idea, joined)
    timeline.at(-0.5, partial(_draft, cast, owners["banzhan"]))


async def _open(cast: Cast, challenge: Phased, owner: str) -> None:
    values = values_of(challenge)
    with speaking(challenge.lang), clock_of("Asia/Shanghai"):
        if challenge.starts is not None:
            values["starts"] = input_moment(await clock.now() + timedelta(days=challenge.starts - challenge.published))
        cast.challenges[challenge.key] = await open_challenge(cast.desks[challenge.brand], cast.people[owner], values)


async def _draft(cast: Cast, owner: str) -> None:
    """Begun and left, as one does."""
    await begin_draft(cast.desks["banzhan"], cast.people[owner], "four", "一盏能跟着人走的灯")


async def _follow(cast: Cast, challenge: Phased, joined: dict[str, float]) -> None:
    here = sorted(key for key, day in joined.items() if day < challenge.published)
    for key in Random(f"follows {challenge.key}").sample(here, min(FOLLOWERS, len(here))):
        await follow(cast.people[key], "challenge", cast.challenges[challenge.key]["public_id"])


def _plan_idea(
    timeline: Timeline, cast: Cast, drawn: Studio, challenge: Phased, idea: PhasedIdea, joined: dict[str, float]
) -> None:
    idea.challenge = challenge.key
    drawn.order_idea(idea.key, idea.drawn)
    timeline.at(idea.posted, partial(propose, cast, drawn, idea))
    for offered in idea.improvement:
        timeline.at(IMPROVED, partial(_improve, cast, idea, offered))
    begins = VOTED_FROM.get(challenge.key, idea.posted)
    random = Random(f"votes for {idea.key}")
    voters = sorted(key for key, day in joined.items() if key != idea.author and day < begins)
    end = min(0.0, begins + 13.0 if challenge.shape == "relay" else 0.0) - 0.2
    if challenge.shape == "relay":
        end = min(end, _end_of_theme(challenge, idea.posted))
    for key in random.sample(voters, min(idea.votes, len(voters))):
        moment = begins + 0.05 + (end - begins - 0.05) * random.random() ** 1.8
        timeline.at(round(moment / 0.1) * 0.1 + 0.05 if moment < end - 0.2 else end, partial(vote, cast, [(idea.key, key)]))


def _end_of_theme(challenge: Phased, posted: float) -> float:
    """Votes are taken in the theme that is on: the ideas of the one before wait for the jury."""
    return challenge.published + ((posted - challenge.published) // 14 + 1) * 14 - 0.2


async def _improve(cast: Cast, idea: PhasedIdea, offered: Improvement) -> None:
    made = await offer_improvement(cast.people[offered.by], cast.ideas[idea.key], offered.text)
    if offered.accepted:
        found = await improvement_by_public_id(made["public_id"])
        await answer_improvement(cast.people[idea.author], found, "accepted", offered.accepted)
