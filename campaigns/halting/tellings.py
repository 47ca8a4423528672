"""Who hears that a campaign was suspended, goes on or was called off: its team, its backers, and whoever follows or reserved."""

from collections.abc import Awaitable, Callable
from typing import Any

from app.foundation.database import value
from app.notifications.params import Said
from campaigns.announcing.kinds import Hearers, News, Prepare, these
from campaigns.halting.actions import BY_RULE
from campaigns.halting.wording import TOO_LONG
from campaigns.telling import desk_address, editors_of, followers, params, public_address, reservers, subject
from campaigns.updates.rules import BACKS

_BACKERS = f"""select p.backer as member from pledge p join campaign c on c.id = p.campaign where c.id = {{}} and {BACKS}"""


async def _why(campaign: dict[str, Any]) -> Any:
    why = await value(
        "select why from campaign_event where subject = {} and state = {} order by id desc limit 1",
        campaign["id"], campaign["state"],
    )  # fmt: skip
    return Said(TOO_LONG) if why == BY_RULE else why or "—"


def _backers(campaign: dict[str, Any], event: str) -> Hearers:
    return Hearers(event, _BACKERS, (campaign["id"],)).led_to("/pledges")


async def _team(campaign: dict[str, Any], event: str) -> Hearers:
    return these(event, await editors_of(campaign)).led_to(desk_address(campaign))


def _waiting(campaign: dict[str, Any], for_reservers: str, for_followers: str) -> tuple[Hearers, ...]:
    """Nobody but its backers hears of what was hidden meanwhile."""
    if not campaign["is_news"]:
        return ()
    return reservers(campaign, for_reservers), followers(for_followers, "campaign", campaign["id"])


async def _suspended(campaign: dict[str, Any]) -> News | None:
    if campaign["state"] != "suspended":
        return None
    told = (await _team(campaign, "own_campaign_suspended"), _backers(campaign, "campaign_suspended"))
    return News(public_address(campaign), params(campaign) | {"why": await _why(campaign)}, (told,))


async def _resumed(campaign: dict[str, Any]) -> News | None:
    if campaign["state"] != "live":
        return None
    told = (
        await _team(campaign, "own_campaign_resumed"), _backers(campaign, "campaign_resumed"),
        *_waiting(campaign, "followed_resumed", "followed_resumed"),
    )  # fmt: skip
    return News(public_address(campaign), params(campaign) | {"deadline": campaign["deadline"]}, (told,))


async def _cancelled(campaign: dict[str, Any]) -> News | None:
    told = (
        await _team(campaign, "own_campaign_cancelled"), _backers(campaign, "campaign_cancelled"),
        *_waiting(campaign, "reserved_cancelled", "followed_cancelled"),
    )  # fmt: skip
    return News(public_address(campaign), params(campaign) | {"why": await _why(campaign)}, (told,))


def _of(prepare: Callable[[dict[str, Any]], Awaitable[News | None]]) -> Prepare:
    async def prepared(campaign_id: int, edition: str) -> News | None:
        return await prepare(await subject(campaign_id))

    return prepared


TELLINGS = {
    "campaign_suspended": _of(_suspended), "campaign_resumed": _of(_resumed), "campaign_cancelled": _of(_cancelled),
}  # fmt: skip
