"""Whoever backs a campaign hears once what was unlocked, when it is decided."""

from campaigns.announcing.kinds import News
from campaigns.stretching.queries import goals_of
from campaigns.telling import KIND, backers, params, public_address, subject


async def unlocked(campaign_id: int, edition: str) -> News | None:
    campaign = await subject(campaign_id)
    names = "、".join(goal["title"] for goal in await goals_of(campaign_id) if goal["reached"])
    if not names:
        return None
    told = params(campaign) | {"unlocked": names}
    standing = ("due", "paid", "failing", "collected")
    return News(f"{public_address(campaign)}#stretch", told, ((backers(campaign, "stretch_unlocked", standing),),))


TELLINGS = {KIND + "unlocked": unlocked}
