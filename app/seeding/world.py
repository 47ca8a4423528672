"""`python -m app seed`: a small believable world, its last four months played through the real verbs."""

import asyncio
from contextlib import AsyncExitStack
from random import Random

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from app import jobs
from app.foundation.database import engine, execute
from app.seeding import reading
from app.seeding.backing import plan_pledges
from app.seeding.beginning import is_wanted, note_begun, note_finished, put_papers_in_force, refuse_production
from app.seeding.cast import PASSWORD, WITH_PASSWORD, Cast
from app.seeding.drawing import Studio, studio
from app.seeding.funding import plan_campaign
from app.seeding.growing import plan_growing
from app.seeding.insights import plan_answers, plan_prices
from app.seeding.laddering import plan_ladder
from app.seeding.late import plan_late, plan_top_up
from app.seeding.phasing import plan_phased
from app.seeding.proposing import plan_brand, plan_challenge, plan_idea, plan_votes
from app.seeding.provider import Provider, provider
from app.seeding.queueing import plan_queue
from app.seeding.reviewing import plan_agreement, plan_judging
from app.seeding.shipping import plan_first_addresses, plan_shipping
from app.seeding.talking import plan_talks
from app.seeding.timeline import Timeline
from app.seeding.updating import plan_updates
from app.seeding.voting import plan_machine
from app.seeding.waiting import plan_waiting
from app.settings import settings

CROWD = 150
EARLIEST, LATEST = -130.0, -1.5
# Days on which the worker's turn is taken, beside those after each deadline.
TURNS = (-88.5, -83.4, -60.0, -40.0, -30.0, -21.0, -10.0, -5.0, -0.2, 0.0)
AFTER_DEADLINE = (0.01, 1.02, 3.02, 7.02, 8.02, 8.1)


async def make_world(*, quiet: bool = False) -> bool:
    """False where there are members already: nothing is changed then."""
    refuse_production()
    if not await is_wanted():
        return False
    console = Console(quiet=quiet)
    async with AsyncExitStack() as stack:
        if engine().pool is None:
            # What a crash could lose is made anew in any case: no commit needs to wait for the disk.
            await engine().start_connection_pool(min_size=2, max_size=12, server_settings={"synchronous_commit": "off"})
            stack.push_async_callback(engine().close_connection_pool)
        drawn = stack.enter_context(studio())
        progress = stack.enter_context(
            Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console)
        )
        bar = progress.add_task("造一个小世界", total=1)
        paid = await stack.enter_async_context(provider()) if settings.uses_stripe_sandbox else None
        await note_begun()
        await plan(Cast(Random("zhizao")), drawn, paid).play(lambda share: progress.update(bar, completed=share))
        await _settle_in()
        await note_finished()
    console.print(f"{'、'.join(f'{key}@zhizao.test' for key in WITH_PASSWORD)}，密码 {PASSWORD}")
    return True


def plan(cast: Cast, drawn: Studio, paid: Provider | None) -> Timeline:
    timeline, random = Timeline(), Random("plan")
    people, ideas = reading.people(), reading.ideas()
    brands = {brand.key: brand for brand in reading.brands()}
    challenges = {challenge.key: challenge for challenge in reading.challenges()}
    timeline.at(EARLIEST, put_papers_in_force)
    joined = _plan_people(timeline, cast, drawn, people, random)
    plan_ladder(timeline, cast)
    for brand in brands.values():
        plan_brand(timeline, cast, drawn, brand)
    for challenge in challenges.values():
        plan_challenge(timeline, cast, challenge, brands[challenge.brand].owner)
    for idea in sorted(ideas, key=lambda one: one.posted):
        plan_idea(timeline, cast, drawn, idea, challenges.get(idea.challenge))
    until = {idea.key: _votable_until(idea, challenges) for idea in ideas}
    plan_prices(timeline, cast, challenges)
    plan_votes(timeline, cast, ideas, until, joined)
    plan_answers(timeline, cast, ideas, until)
    plan_phased(timeline, cast, drawn, {key: brand.owner for key, brand in brands.items()}, joined)
    plan_growing(timeline, cast)
    plan_machine(timeline, cast)
    plan_judging(timeline, cast, ideas)
    by_key = {idea.key: idea for idea in ideas}
    for campaign in reading.campaigns():
        if paid is None and campaign.deadline < 0:
            continue  # without the local Stripe nobody can have paid
        idea = by_key[campaign.idea]
        brand = brands[challenges[idea.challenge].brand]
        plan_campaign(timeline, cast, drawn, campaign, idea, brand.key, brand.owner)
        plan_agreement(timeline, cast, campaign, idea, brand.key, brand.owner)
        if paid is not None and campaign.live is not None:
            team = {brand.owner, *brand.team, "staff", *(one.by for one in campaign.pledge)}
            backers = [person.key for person in people if person.key not in team]
            plan_pledges(timeline, cast, paid, campaign, backers, random)
            plan_updates(timeline, cast, drawn, campaign.key, campaign.made, brand.owner, campaign.lang)
            _plan_turns(timeline, campaign.deadline)
    cup = next(one for one in reading.campaigns() if one.key == "cup")
    plan_waiting(timeline, cast, cup.key, brands[challenges[by_key[cup.idea].challenge].brand].owner, Random("waiting"))
    plan_talks(timeline, cast, [person.key for person in people], {campaign.key for campaign in reading.campaigns()})
    for day in TURNS:
        timeline.at(day, jobs.tick)
    if paid is not None:
        plan_shipping(timeline, cast, "teapot", packer="packer")
        plan_first_addresses(timeline, cast, "leftpad", day=-0.3)
        plan_queue(timeline, cast, "blackout", tier=1)
        leftpad = next(one for one in reading.campaigns() if one.key == "leftpad")
        plan_late(timeline, cast, paid, "leftpad", brands[challenges[by_key[leftpad.idea].challenge].brand].owner, ("198", "448"))
        plan_top_up(timeline, cast, paid, "blackout")
    return timeline


def _plan_people(timeline: Timeline, cast: Cast, drawn: Studio, people: list[reading.Person], random: Random) -> dict[str, float]:
    """Those with a name are there from the beginning; the crowd comes little by little."""
    joined: dict[str, float] = {}

    for person in people:
        drawn.order("avatar", person.key)
        joined[person.key] = EARLIEST

    async def join() -> None:
        await asyncio.gather(*(_join(cast, drawn, person) for person in people))

    timeline.at(EARLIEST, join)

    def comes(number: int) -> None:
        day = joined[f"voter{number}"] = EARLIEST + (LATEST - EARLIEST) * random.random() ** 2

        async def come() -> None:
            await cast.join_crowd(number, day)

        timeline.at(day, come)

    for number in range(CROWD):
        comes(number)
    return joined


async def _join(cast: Cast, drawn: Studio, person: reading.Person) -> None:
    await cast.join(person, await drawn.picture("avatar", person.key), EARLIEST)


def _votable_until(idea: reading.Idea, challenges: dict[str, reading.Challenge]) -> float:
    ends = [0.0]
    if idea.verdict:
        ends.append(idea.verdict.on)
    if idea.fades is not None:
        ends.append(idea.fades)
    if idea.challenge:
        ends.append(challenges[idea.challenge].ends)
    return min(ends) - 0.1  # calls end on the hour


def _plan_turns(timeline: Timeline, deadline: float) -> None:
    """The decision at the deadline, then the charges' tries until their window ends."""
    for after in AFTER_DEADLINE:
        if deadline + after < 0:
            timeline.at(deadline + after, jobs.tick)


async def _settle_in() -> None:
    """What was told more than two days ago has been read; nobody is met by a hundred notices."""
    await execute("update notice set read_at = created_at + interval '1 hour' where created_at < app_now() - interval '2 days'")
