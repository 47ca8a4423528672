"""Telling many about a campaign: once for each event, from the job queue, so that no decision waits for it."""

from collections.abc import Iterable, Set
from typing import Any

from app.brands.queries import member_ids_of
from app.community.following.queries import followers
from app.foundation.database import row, rows, transaction, value
from app.foundation.money import Money
from app.foundation.queue import enqueue
from app.notifications.actions import notify
from campaigns.pledging.rules import COUNTED
from campaigns.reserving.queries import reserver_ids
from ideas.contributing.queries import credits_of
from ideas.queries import voter_ids
from ideas.reviewing.people import supporters_of

TASK = "tell_about_campaign"


async def tell_later(campaign_id: int, event: str) -> None:
    """Part of the current transaction."""
    await enqueue(TASK, {"campaign": campaign_id, "event": event})


async def told_first(campaign_id: int, event: str) -> bool:
    """Whether this is the first telling; holds to the transaction's end, so a job that runs again tells nobody twice."""
    made = await value(
        "insert into announcement (campaign, event) values ({}, {}) on conflict do nothing returning id", campaign_id, event
    )
    return made is not None


async def tell(campaign_id: int, event: str) -> None:
    async with transaction():
        if await told_first(campaign_id, event):
            await _TELLINGS[event](await _subject(campaign_id))


async def _subject(campaign_id: int) -> dict[str, Any]:
    found = await row(
        """select c.*, b.name as brand_name, b.public_id as brand_public_id, i.title as idea_title, i.author as idea_author,
          c.visibility = 'visible' and b.visibility = 'visible' and coalesce(i.visibility, 'visible') = 'visible' as is_news
        from campaign c join brand b on b.id = c.brand left join idea i on i.id = c.idea where c.id = {}""",
        campaign_id,
    )
    assert found is not None
    return found


def _params(campaign: dict[str, Any]) -> dict[str, Any]:
    total = Money(campaign["decided_total"] or 0, campaign["currency"])
    return {
        "campaign": campaign["title"],
        "brand": campaign["brand_name"],
        "total": total,
        "idea": campaign["idea_title"] or "",
    } | ({"until": campaign["early_ends_at"]} if campaign["early_ends_at"] else {})


def public_address(campaign: dict[str, Any]) -> str:
    return f"/campaigns/{campaign['public_id']}"


def desk_address(campaign: dict[str, Any]) -> str:
    return f"/brands/{campaign['brand_public_id']}/studio/campaigns/{campaign['public_id']}"


async def editors_of(campaign: dict[str, Any]) -> list[int]:
    """Whoever decides about it at the brand."""
    return await member_ids_of(campaign["brand"], "owner", "editor")


async def staff_ids() -> list[int]:
    return [each["id"] for each in await rows("select id from member where is_staff and erased_at is null")]


async def backer_ids(campaign_id: int, states: Iterable[str]) -> list[int]:
    found = await rows("select distinct backer from pledge where campaign = {} and state = any({})", campaign_id, list(states))
    return [each["backer"] for each in found]


async def _lineage(
    campaign: dict[str, Any], event: str, *, for_voters: str = "", for_credited: str = "", besides: Set[int] = frozenset()
) -> set[int]:
    """The idea's writers, those credited in it, then its voters (who may be told in other words), but for those told already.

    All of them come back.
    """
    if campaign["idea"] is None or not campaign["is_news"]:
        return set()
    credits = await credits_of(campaign["idea"])
    writers = {one.member for one in credits if one.role in ("author", "co_author")}
    credited = {one.member for one in credits} - writers
    voters = set(await voter_ids(campaign["idea"])) - writers - credited
    for told, said in ((writers, event), (credited, for_credited or event), (voters, for_voters or event)):
        await notify(told - besides, said, public_address(campaign), **_params(campaign))
    return writers | credited | voters


async def _followers(campaign: dict[str, Any], *, of_brand: bool = True) -> set[int]:
    """Whoever follows it, the idea it came from, or the brand; nobody of something that was hidden meanwhile."""
    if not campaign["is_news"]:
        return set()
    found = set(await followers("campaign", campaign["id"]))
    found |= set(await followers("idea", campaign["idea"])) if campaign["idea"] else set()
    return found | set(await followers("brand", campaign["brand"])) if of_brand else found


async def _reservers(campaign: dict[str, Any]) -> set[int]:
    return set(await reserver_ids(campaign["id"])) if campaign["is_news"] else set()


async def _prelaunched(campaign: dict[str, Any]) -> None:
    told = await _lineage(campaign, "idea_prelaunched")
    await notify(await _followers(campaign) - told, "followed_prelaunched", public_address(campaign), **_params(campaign))


async def _launched(campaign: dict[str, Any]) -> None:
    """Each once, in the words of their nearest tie: reserved, voted, followed. Before it opens to all, the idea's people only."""
    if campaign["early_ends_at"] is not None:
        await _lineage(campaign, "idea_launched", for_voters="voted_idea_launched_early", for_credited="credited_idea_launched")
        return
    reserved = await _reservers(campaign)
    await notify(reserved, "reserved_launched", public_address(campaign), **_params(campaign))
    told = reserved | await _lineage(
        campaign, "idea_launched", for_voters="voted_idea_launched", for_credited="credited_idea_launched", besides=reserved
    )
    await notify(await _followers(campaign) - told, "followed_launched", public_address(campaign), **_params(campaign))


async def _opened(campaign: dict[str, Any]) -> None:
    """The early window is over: everybody else who waited."""
    supporters = await supporters_of(campaign["idea"])
    reserved = await _reservers(campaign) - supporters
    await notify(reserved, "reserved_launched", public_address(campaign), **_params(campaign))
    following = await _followers(campaign) - reserved - supporters
    await notify(following, "followed_launched", public_address(campaign), **_params(campaign))


async def _ending(campaign: dict[str, Any]) -> None:
    """Two days before the deadline, whoever follows or reserved and has not pledged."""
    backers = set(await backer_ids(campaign["id"], COUNTED))
    waiting = await _followers(campaign, of_brand=False) | await _reservers(campaign)
    told = _params(campaign) | {"deadline": campaign["deadline"]}
    await notify(waiting - backers, "followed_ending", public_address(campaign), **told)


async def _succeeded(campaign: dict[str, Any]) -> None:
    await notify(
        await editors_of(campaign),
        "campaign_ended_well",
        desk_address(campaign),
        **_params(campaign),
    )
    backers = await backer_ids(campaign["id"], ("due", "paid", "failing", "collected"))
    await notify(backers, "pledge_succeeded", "/pledges", **_params(campaign))
    await _lineage(campaign, "idea_funded")


async def _failed(campaign: dict[str, Any]) -> None:
    await notify(
        await editors_of(campaign),
        "campaign_ended_short",
        desk_address(campaign),
        **_params(campaign),
    )
    await notify(await _let_go(campaign), "pledge_released", "/pledges", **_params(campaign))
    await _lineage(campaign, "idea_not_funded")


async def _cancelled(campaign: dict[str, Any]) -> None:
    await notify(await _let_go(campaign), "campaign_cancelled", "/pledges", **_params(campaign))


async def _let_go(campaign: dict[str, Any]) -> list[int]:
    """Whoever was promised to pay or had paid when it ended."""
    return await backer_ids(campaign["id"], ("released", "paid", "refunded"))


async def _completed(campaign: dict[str, Any]) -> None:
    await notify(
        await editors_of(campaign),
        "campaign_completed",
        desk_address(campaign),
        **_params(campaign),
    )
    await _lineage(campaign, "idea_made")


_TELLINGS = {
    "prelaunched": _prelaunched,
    "ending": _ending,
    "launched": _launched,
    "opened": _opened,
    "succeeded": _succeeded,
    "failed": _failed,
    "cancelled": _cancelled,
    "completed": _completed,
}
