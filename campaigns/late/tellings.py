"""Those who were interested and have not pledged hear that they still can."""

from campaigns.announcing.kinds import NOTHING, News
from campaigns.pledging.rules import PLACE_HELD
from campaigns.rules import takes_late
from campaigns.telling import all_followers, backers, params, public_address, reservers, subject


async def _late_opened(campaign_id: int, edition: str) -> News | None:
    campaign = await subject(campaign_id)
    if not campaign["is_news"] or not takes_late(campaign):
        return None
    told = (
        backers(campaign, NOTHING, PLACE_HELD),
        reservers(campaign, "late_opened"),
        *all_followers(campaign, "late_opened", of_brand=False),
    )
    return News(public_address(campaign), params(campaign), (told,))


TELLINGS = {"late_opened": _late_opened}
