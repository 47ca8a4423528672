"""Perks on their way: addresses come in, parcels leave in two waves, some are in their hands already."""

from functools import partial
from itertools import groupby
from random import Random
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import rows
from app.seeding import reading
from app.seeding.cast import Cast
from app.seeding.timeline import Timeline
from campaigns.fulfilment.actions import Parcel, confirm_receipt, dispatch_parcels, give_destination
from campaigns.fulfilment.forms import DestinationForm

COUNTRIES = {"Asia/Shanghai": "CN", "Asia/Taipei": "TW", "Asia/Hong_Kong": "HK"}
DEMO = "backer"


def plan_shipping(timeline: Timeline, cast: Cast, campaign: str, packer: str) -> None:
    """For the campaign that is being fulfilled; the demo backer keeps one thing to answer and one to receive."""
    random = Random(f"shipping {campaign}")
    for day, share in ((-38.2, 0.4), (-33.5, 0.4), (-20.7, 0.5)):
        timeline.at(day, partial(_give_addresses, cast, campaign, share, random))
    for day, share in ((-8.4, 0.6), (-2.9, 0.5)):
        timeline.at(day, partial(_dispatch, cast, campaign, packer, share, random))
    for day, share in ((-5.3, 0.4), (-3.6, 0.4), (-0.6, 0.3)):
        timeline.at(day, partial(_receive, cast, campaign, share, random))


def plan_first_addresses(timeline: Timeline, cast: Cast, campaign: str, day: float) -> None:
    timeline.at(day, partial(_give_addresses, cast, campaign, 0.4, Random(f"addresses {campaign}")))


async def _perks(cast: Cast, campaign: str, state: str) -> list[tuple[Viewer, list[dict[str, Any]]]]:
    """Physical perks in this state, by pledge, with their backer."""
    found = await rows(
        "select * from perk where campaign = {} and kind = 'physical' and state = {} order by pledge, id",
        cast.campaigns[campaign]["id"], state,
    )  # fmt: skip
    by_id = {viewer.id: viewer for viewer in cast.people.values()}
    pledges = [list(perks) for _, perks in groupby(found, lambda one: one["pledge"])]
    return [(by_id[perks[0]["backer"]], perks) for perks in pledges if perks[0]["backer"] in by_id]  # guests give theirs later


def _is_demo_pair(cast: Cast, backer: Viewer, perks: list[dict[str, Any]]) -> bool:
    """Of the demo backer's two pledges the dearer one waits for an address."""
    return backer is cast.people[DEMO] and "一对" in perks[0]["title"]


async def _give_addresses(cast: Cast, campaign: str, share: float, random: Random) -> None:
    for backer, perks in await _perks(cast, campaign, "answers_due"):
        is_due = random.random() < share
        if backer is cast.people[DEMO]:
            is_due = not _is_demo_pair(cast, backer, perks)
        if is_due:
            await give_destination(backer, perks[0], _address(backer, random))


def _address(backer: Viewer, random: Random) -> DestinationForm:
    country = COUNTRIES.get(backer.time_zone, "SG")
    home = random.choice([one for one in reading.homes() if one.country == country])
    return DestinationForm(
        name=backer.name, phone=home.phone, country=home.country, region=home.region, city=home.city, line1=home.line1,
        line2="", postcode=home.postcode,
    )  # fmt: skip


async def _dispatch(cast: Cast, campaign: str, packer: str, share: float, random: Random) -> None:
    parcels = [
        Parcel(perks, f"SF{random.randrange(10**12, 10**13)}")
        for backer, perks in await _perks(cast, campaign, "answered")
        if backer is cast.people[DEMO] or random.random() < share
    ]
    await dispatch_parcels(cast.people[packer], cast.campaigns[campaign], "sf", parcels)


async def _receive(cast: Cast, campaign: str, share: float, random: Random) -> None:
    for backer, perks in await _perks(cast, campaign, "dispatched"):
        if backer is not cast.people[DEMO] and random.random() < share:
            await confirm_receipt(backer, perks[0])
