"""A sold-out tier with people waiting for it; somebody gives a place back, and the first of them has an offer."""

from functools import partial

from app.accounts.viewer import find_member
from app.foundation.database import row
from app.seeding.cast import Cast
from app.seeding.timeline import Timeline
from campaigns.pledging.actions import cancel_pledge
from campaigns.queries import campaign_by_public_id
from campaigns.waiting.actions import join_waitlist

JOINED, LEFT = -0.028, -0.02
QUEUE = (("fan", 1), ("voter3", 1), ("voter11", 2), ("backer", 1), ("voter24", 1))


def plan_queue(timeline: Timeline, cast: Cast, campaign: str, tier: int) -> None:
    for number, (who, quantity) in enumerate(QUEUE):
        timeline.at(JOINED + number / 1000, partial(_join, cast, campaign, tier, who, quantity))
    timeline.at(LEFT, partial(_give_back, cast, campaign, tier))


async def _join(cast: Cast, key: str, tier: int, who: str, quantity: int) -> None:
    viewer = cast.people[who]
    campaign = await campaign_by_public_id(viewer, cast.campaigns[key]["public_id"])
    await join_waitlist(viewer, campaign, cast.tiers[key][tier]["public_id"], quantity)


async def _give_back(cast: Cast, key: str, tier: int) -> None:
    """One of the crowd that saved a card."""
    pledge = await row(
        """select * from pledge where tier = {} and state = 'promised' and quantity = 1 and backer <> {}
        order by id desc limit 1""",
        cast.tiers[key][tier]["id"], cast.people["backer"].id,
    )  # fmt: skip
    assert pledge is not None
    await cancel_pledge(await find_member(pledge["backer"]), pledge)
