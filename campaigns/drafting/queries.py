"""A brand's campaigns as its desk shows them, and the won ideas that wait for one."""

from typing import Any

from app.foundation.database import row, rows
from app.foundation.refusals import NotFound
from campaigns.queries import SHOWN, with_numbers


async def desk_campaigns(brand: int) -> list[dict[str, Any]]:
    """What needs work first, then the newest."""
    found = await rows(
        f"""{SHOWN} where c.brand = {{}} order by c.state in ('completed', 'failed', 'cancelled'),
        c.state not in ('draft', 'changes_requested', 'approved'), c.id desc limit 200""",
        brand,
    )
    return await with_numbers(found)


async def desk_campaign(brand: int, public_id: str) -> dict[str, Any]:
    found = await row(f"{SHOWN} where c.brand = {{}} and c.public_id = {{}}", brand, public_id)
    if found is None:
        raise NotFound
    return found


async def ideas_without_campaign(brand: int) -> list[dict[str, Any]]:
    """Won by this brand's verdict, and nothing begun yet."""
    return await rows(
        """select i.id, i.public_id, i.title, i.summary, i.cover, i.author, i.vote_count from idea i
        join verdict v on v.idea = i.id and v.outcome = 'won' and v.brand = {}
        where i.state = 'won' and not exists (select from campaign where idea = i.id) order by v.id desc limit 50""",
        brand,
    )


async def won_idea(brand: int, public_id: str) -> dict[str, Any] | None:
    return await row(
        """select i.* from idea i join verdict v on v.idea = i.id and v.outcome = 'won' and v.brand = {}
        where i.public_id = {} and i.state in ('won', 'campaigned')""",
        brand, public_id,
    )  # fmt: skip


async def campaign_begun_from(idea: int) -> dict[str, Any] | None:
    return await row("select * from campaign where idea = {}", idea)


async def last_request(campaign: int) -> str:
    """What staff asked to be changed."""
    found = await row(
        "select why from campaign_event where subject = {} and state = 'changes_requested' order by id desc limit 1", campaign
    )
    return found["why"] if found else ""


async def desk_todo(brand: int) -> dict[str, Any]:
    """What waits for this brand's hand: ideas without a campaign, drafts, launches, parcels."""
    found = await row(
        """select
        (select count(*) from idea i join verdict v on v.idea = i.id and v.outcome = 'won' and v.brand = b.id
         where i.state = 'won' and not exists (select from campaign where idea = i.id)) as ideas,
        (select count(*) from campaign where brand = b.id and state = 'changes_requested') as changes,
        (select count(*) from campaign where brand = b.id and state = 'approved') as launches,
        (select count(*) from perk p join campaign c on c.id = p.campaign
         where c.brand = b.id and p.state = 'answered') as parcels
        from brand b where b.id = {}""",
        brand,
    )
    return found or {}
