"""Who has reserved what."""

from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import row, rows, value
from app.foundation.lately import Lately


async def reservations_of(viewer: Viewer, campaign: dict[str, Any]) -> dict[str, Any]:
    """How many reserved, the viewer's own reservation or None, and what can be reserved."""
    return {
        "count": await count_of(campaign["id"]),
        "mine": await own_reservation(viewer, campaign["id"]) if viewer.is_signed_in else None,
        "tiers": await reservable_tiers(campaign["id"]),
    }


async def _count(campaign: int) -> int:
    return await value("select count(*) from reservation where campaign = {}", campaign)


count_of = Lately(_count)


async def own_reservation(viewer: Viewer, campaign: int) -> dict[str, Any] | None:
    return await row(
        """select r.quantity, t.public_id as tier, t.title as tier_title from reservation r
        left join tier t on t.id = r.tier where r.campaign = {} and r.member = {}""",
        campaign, viewer.id,
    )  # fmt: skip


async def reservable_tiers(campaign: int) -> list[dict[str, Any]]:
    """What everybody may know of: no secret ones, no add-ons."""
    return await rows(
        """select id, public_id, title, price, per_backer, cap from tier
        where campaign = {} and not secret and not is_add_on order by position, price, id""",
        campaign,
    )


async def reserved_by(viewer: Viewer) -> list[dict[str, Any]]:
    """What the viewer reserved and has yet to begin, the next bell first."""
    return await rows(
        """select c.public_id, c.title, c.opens_at, b.time_zone as brand_zone, app_now() as now, r.quantity, t.title as tier_title
        from reservation r join campaign c on c.id = r.campaign join brand b on b.id = c.brand left join tier t on t.id = r.tier
        where r.member = {} and c.state = 'prelaunch' and c.visibility = 'visible'
          and (c.opens_at is null or c.opens_at > app_now())
        order by c.opens_at nulls last, r.id desc limit 50""",
        viewer.id,
    )
