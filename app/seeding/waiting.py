"""A campaign that has yet to begin: its bell is set some days ahead, and people reserve what they want."""

from datetime import timedelta
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from app.foundation import clock
from app.foundation.database import value
from app.seeding.cast import Cast
from app.seeding.timeline import Timeline
from campaigns.queries import campaign_by_public_id
from campaigns.reserving.actions import reserve
from campaigns.reserving.forms import ReservationForm
from campaigns.reserving.scheduling import schedule_bell

SET, AHEAD, EVENING = -1.9, 3, 20
NAMED = ("fan", "backer")
CROWD = 46
REFS = ("", "", "", "wechat-hiking", "poster-mtr", "wechat-hiking", "xiaohongshu")


def plan_waiting(timeline: Timeline, cast: Cast, key: str, owner: str, random: Random) -> None:
    timeline.at(SET, partial(_set_bell, cast, key, owner))
    crowd = [f"voter{number}" for number in range(CROWD)]
    for who in (*NAMED, *crowd):
        day = SET + 0.05 + (-0.02 - SET - 0.05) * random.random() ** 1.6
        timeline.at(day, partial(_reserve, cast, key, who, random.choice(REFS), random.choice((0, 0, 1, 1, 1, None))))


async def _set_bell(cast: Cast, key: str, owner: str) -> None:
    """In the evening by the brand's clock."""
    campaign = await campaign_by_public_id(cast.people[owner], cast.campaigns[key]["public_id"])
    there = ZoneInfo(await value("select time_zone from brand where id = {}", campaign["brand"]))
    day = (await clock.now() + timedelta(days=AHEAD - SET)).astimezone(there)
    await schedule_bell(cast.people[owner], campaign, day.replace(hour=EVENING, minute=0, second=0, microsecond=0), None)


async def _reserve(cast: Cast, key: str, who: str, ref: str, tier: int | None) -> None:
    if who not in cast.people:
        return
    viewer = cast.people[who]
    campaign = await campaign_by_public_id(viewer, cast.campaigns[key]["public_id"])
    wanted = "" if tier is None else cast.tiers[key][tier]["public_id"]
    await reserve(viewer, campaign, ReservationForm(wanted, 1 if tier is None else 1 + (viewer.id % 7 == 0)), ref)
