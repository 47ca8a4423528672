"""What is told about a campaign as it goes on, and to whom: each once, in the words of their nearest tie."""

from collections.abc import Awaitable, Callable
from typing import Any

from campaigns.announcing.kinds import NOTHING, Hearers, News, Prepare, these
from campaigns.pledging.rules import COUNTED
from campaigns.telling import (
    KIND,
    all_followers,
    backers,
    desk_address,
    editors_of,
    lineage,
    lineage_left_out,
    params,
    public_address,
    reservers,
    subject,
)

# Whoever was promised to pay or had paid when it ended.
LET_GO = ("released", "paid", "refunded")

Round = tuple[Hearers, ...]


def _public(campaign: dict[str, Any], *rounds: Round, **more: Any) -> News | None:
    """Nobody is told of something that was hidden meanwhile."""
    return News(public_address(campaign), params(campaign) | more, rounds) if campaign["is_news"] else None


async def _prelaunched(campaign: dict[str, Any]) -> News | None:
    told = await lineage(campaign, "idea_prelaunched")
    return _public(campaign, (*told, *all_followers(campaign, "followed_prelaunched")))


async def _launched(campaign: dict[str, Any]) -> News | None:
    """Before it opens to all, the idea's people only. Of what was called off meanwhile nobody hears any more."""
    if campaign["state"] in ("suspended", "cancelled"):
        return None
    if campaign["early_ends_at"] is not None:
        told = await lineage(
            campaign, "idea_launched", for_voters="voted_idea_launched_early", for_credited="credited_idea_launched"
        )
        return _public(campaign, told)
    told = await lineage(campaign, "idea_launched", for_voters="voted_idea_launched", for_credited="credited_idea_launched")
    following = all_followers(campaign, "followed_launched")
    return _public(campaign, (reservers(campaign, "reserved_launched"), *told, *following))


async def _opened(campaign: dict[str, Any]) -> News | None:
    """The early window is over: everybody else who waited."""
    told = await lineage_left_out(campaign)
    return _public(campaign, (*told, reservers(campaign, "reserved_launched"), *all_followers(campaign, "followed_launched")))


async def _ending(campaign: dict[str, Any]) -> News | None:
    """Two days before the deadline, whoever follows or reserved and has not pledged."""
    waiting = (*all_followers(campaign, "followed_ending", of_brand=False), reservers(campaign, "followed_ending"))
    return _public(campaign, (backers(campaign, NOTHING, COUNTED), *waiting), deadline=campaign["deadline"])


async def _decided(campaign: dict[str, Any], for_team: str, for_backers: Hearers, for_idea: str) -> News:
    """To the team at its desk, to the backers at their pledges, to the idea's people at its page: one after the other."""
    team = these(for_team, await editors_of(campaign)).led_to(desk_address(campaign))
    rounds = (team,), (for_backers.led_to("/pledges"),), await lineage(campaign, for_idea)
    return News(public_address(campaign), params(campaign), tuple(one for one in rounds if one))


async def _succeeded(campaign: dict[str, Any]) -> News | None:
    states = ("due", "paid", "failing", "collected")
    return await _decided(campaign, "campaign_ended_well", backers(campaign, "pledge_succeeded", states), "idea_funded")


async def _failed(campaign: dict[str, Any]) -> News | None:
    return await _decided(campaign, "campaign_ended_short", backers(campaign, "pledge_released", LET_GO), "idea_not_funded")


async def _completed(campaign: dict[str, Any]) -> News | None:
    team = these("campaign_completed", await editors_of(campaign)).led_to(desk_address(campaign))
    rounds = (team,), await lineage(campaign, "idea_made")
    return News(public_address(campaign), params(campaign), tuple(one for one in rounds if one))


def _of(prepare: Callable[[dict[str, Any]], Awaitable[News | None]]) -> Prepare:
    async def prepared(campaign_id: int, edition: str) -> News | None:
        return await prepare(await subject(campaign_id))

    return prepared


_EACH = {
    "prelaunched": _prelaunched,
    "ending": _ending,
    "launched": _launched,
    "opened": _opened,
    "succeeded": _succeeded,
    "failed": _failed,
    "completed": _completed,
}
TELLINGS = {KIND + event: _of(prepare) for event, prepare in _EACH.items()}
