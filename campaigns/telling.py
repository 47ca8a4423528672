"""Telling many about a campaign: once for each event, in batches from the job queue, so that no decision waits for it."""

from collections.abc import Iterable
from typing import Any

from app.brands.queries import member_ids_of
from app.foundation.database import row, rows
from app.foundation.money import Money
from campaigns.announcing import many
from campaigns.announcing.kinds import NOTHING, Hearers, these
from ideas.contributing.queries import credits_of

# Kinds of tellings that are about a campaign (tellings.py says to whom) begin with this.
KIND = "campaign_"


async def tell_later(campaign_id: int, event: str) -> None:
    """Part of the current transaction."""
    await many.tell_later(KIND + event, campaign_id)


async def tell(campaign_id: int, event: str) -> None:
    await many.tell_now(KIND + event, campaign_id)


async def subject(campaign_id: int) -> dict[str, Any]:
    """`is_news`: nothing of it was hidden meanwhile."""
    found = await row(
        """select c.*, b.name as brand_name, b.public_id as brand_public_id, i.title as idea_title, i.author as idea_author,
          c.visibility = 'visible' and b.visibility = 'visible' and coalesce(i.visibility, 'visible') = 'visible' as is_news,
          app_now() as now
        from campaign c join brand b on b.id = c.brand left join idea i on i.id = c.idea where c.id = {}""",
        campaign_id,
    )
    assert found is not None
    return found


def params(campaign: dict[str, Any]) -> dict[str, Any]:
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


def backers(campaign: dict[str, Any], event: str, states: Iterable[str]) -> Hearers:
    query = "select backer as member from pledge where campaign = {} and state = any({})"
    return Hearers(event, query, (campaign["id"], list(states)))


def reservers(campaign: dict[str, Any], event: str) -> Hearers:
    return Hearers(event, "select member from reservation where campaign = {}", (campaign["id"],))


def followers(event: str, kind: str, subject: int) -> Hearers:
    return Hearers(event, "select member from follow where kind = {} and subject = {}", (kind, subject))


def all_followers(campaign: dict[str, Any], event: str, *, of_brand: bool = True) -> tuple[Hearers, ...]:
    """Whoever follows it, the idea it came from, or the brand."""
    idea = (followers(event, "idea", campaign["idea"]),) if campaign["idea"] else ()
    brand = (followers(event, "brand", campaign["brand"]),) if of_brand else ()
    return followers(event, "campaign", campaign["id"]), *idea, *brand


def voters(campaign: dict[str, Any], event: str) -> Hearers:
    return Hearers(event, "select member from vote where idea = {} and state = 'counted'", (campaign["idea"],))


async def lineage(campaign: dict[str, Any], event: str, *, for_voters: str = "", for_credited: str = "") -> tuple[Hearers, ...]:
    """The idea's writers, those credited in it, then its voters, who may be told in other words."""
    if campaign["idea"] is None or not campaign["is_news"]:
        return ()
    credits = await credits_of(campaign["idea"])
    writers = [one.member for one in credits if one.role in ("author", "co_author")]
    credited = [one.member for one in credits]
    return these(event, writers), these(for_credited or event, credited), voters(campaign, for_voters or event)


async def lineage_left_out(campaign: dict[str, Any]) -> tuple[Hearers, ...]:
    """The idea's people, who were told before."""
    return await lineage(campaign, NOTHING)
