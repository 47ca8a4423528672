"""Some of those who voted say what they would pay, by the same verb as on the page; two brands chose the prices themselves."""

import asyncio
from functools import partial
from random import Random

from app.foundation.database import rows
from app.seeding.cast import Cast
from app.seeding.reading import Challenge, Idea
from app.seeding.timeline import Timeline
from ideas.insights.actions import say_price, set_prices
from ideas.insights.forms import PriceForm
from ideas.insights.queries import question_of
from ideas.insights.rules import RATHER_NOT

# By the call's key: in which currency its brand thinks, and the prices it asks about.
ASKED = {"hills": ("HKD", "59 99 159 259 399"), "drawer": ("TWD", "290 490 790 1290 1990")}
ANSWERS, WOULD_NOT, RATHER_NOTS = 0.4, 0.12, 0.07
SPREAD = 1.1  # of what people would pay, in steps of the ladder
AT_ONCE = 8


def plan_prices(timeline: Timeline, cast: Cast, challenges: dict[str, Challenge]) -> None:
    for key, (currency, prices) in ASKED.items():
        timeline.at(challenges[key].opens + 0.01, partial(_ask, cast, key, PriceForm(True, currency, prices)))


def plan_answers(timeline: Timeline, cast: Cast, ideas: list[Idea], until: dict[str, float]) -> None:
    """On the last day on which an idea takes votes, when most have come."""
    for idea in ideas:
        timeline.at(until[idea.key], partial(_answer, cast, idea.key))


async def _ask(cast: Cast, challenge: str, form: PriceForm) -> None:
    await set_prices(cast.challenges[challenge]["id"], form)


async def _answer(cast: Cast, idea: str) -> None:
    random, made = Random(f"what {idea} is worth"), cast.ideas[idea]
    prices = (await question_of(made["challenge"])).amounts
    worth = random.uniform(0.4, len(prices) - 1.2)
    known = {viewer.id: viewer for viewer in cast.people.values()}
    voters = await rows("select member from vote where idea = {} and state = 'counted' order by id", made["id"])
    said = [
        (known[one["member"]], _choice(random, prices, worth))
        for one in voters
        if one["member"] in known and random.random() < ANSWERS
    ]
    for at in range(0, len(said), AT_ONCE):
        await asyncio.gather(*(say_price(viewer, made["public_id"], price) for viewer, price in said[at : at + AT_ONCE]))


def _choice(random: Random, prices: list[int], worth: float) -> str:
    draw = random.random()
    if draw < RATHER_NOTS:
        return RATHER_NOT
    if draw < RATHER_NOTS + WOULD_NOT:
        return "0"
    return str(prices[min(len(prices) - 1, max(0, round(random.gauss(worth, SPREAD))))])
