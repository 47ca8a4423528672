"""Pledges of the seeded world: placed, paid on the provider's page, applied as they are when a webhook was lost."""

import asyncio
from collections import defaultdict
from functools import partial
from itertools import cycle
from random import Random

from app.foundation.database import row
from app.seeding.cast import Cast, speaking
from app.seeding.ordering import backer_of, form_of
from app.seeding.provider import Provider
from app.seeding.reading import Campaign, Pledge
from app.seeding.timeline import Timeline
from campaigns.pledging.actions import start_pledge
from campaigns.pledging.placing import write_beside
from campaigns.queries import campaign_by_public_id
from payments.checkout.actions import open_checkout
from payments.checkout.completion import read_session

TOGETHER = asyncio.Semaphore(6)
Placed = tuple[int, Pledge]


def plan_pledges(
    timeline: Timeline, cast: Cast, provider: Provider, campaign: Campaign, backers: list[str], random: Random
) -> None:
    """Many in the first days and the last, few between, as campaigns go."""
    assert campaign.live is not None
    last = min(campaign.deadline, 0.0) - 0.03
    wanted = [*campaign.pledge, *_of_the_many(campaign, backers, random)]
    by_moment: dict[float, list[Placed]] = defaultdict(list)
    for number, pledge in enumerate(wanted):
        share = random.betavariate(0.6, 0.8)
        moment = campaign.live + 0.03 + (last - campaign.live - 0.03) * share
        grain = 1.5 if last - campaign.live > 3 else 0.1
        by_moment[min(last, max(campaign.live + 0.03, round(moment / grain) * grain))].append((number, pledge))
    for moment, pledges in by_moment.items():
        timeline.at(moment, partial(_back_together, cast, provider, campaign, pledges))


def _of_the_many(campaign: Campaign, backers: list[str], random: Random) -> list[Pledge]:
    own = {pledge.by for pledge in campaign.pledge}
    others = [key for key in backers if key not in own]
    random.shuffle(others)
    turn = cycle(others)
    return [
        Pledge(by=next(turn), tier=number, method=method)
        for number, tier in enumerate(campaign.tier)
        for method, times in tier.pledges.items()
        for _ in range(times)
    ]


async def _back_together(cast: Cast, provider: Provider, campaign: Campaign, pledges: list[Placed]) -> None:
    await asyncio.gather(*(_back(cast, provider, campaign, number, pledge) for number, pledge in pledges))


async def _back(cast: Cast, provider: Provider, campaign: Campaign, number: int, pledge: Pledge) -> None:
    async with TOGETHER:
        backer = cast.people[pledge.by]
        tier = cast.tiers[campaign.key][pledge.tier]["public_id"]
        key = f"seed-{campaign.key}-{number}"
        if number >= len(campaign.pledge):
            backer = await backer_of(backer, key, number)
        with speaking(backer.lang):
            offered = await campaign_by_public_id(backer, cast.campaigns[campaign.key]["public_id"])
            form = await form_of(offered, tier, pledge, key, number, runs=campaign.deadline > 0)
            started = await start_pledge(backer, offered, form)
            await write_beside(started, form)
            page = await open_checkout(started["id"])
        await provider.complete(page, pledge.method, pledge.outcome)
        session = await row("select * from checkout_session where pledge = {}", started["id"])
        assert session is not None
        await read_session(session)
