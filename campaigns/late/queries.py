"""What came late, apart from the three totals."""

from typing import Any

from app.foundation.database import row, rows


async def late_numbers(campaign: int) -> dict[str, Any]:
    """Late pledges that are paid and kept: how many, how many places, how much; and those still at paying."""
    found = await row(
        """select count(*) filter (where state in ('collected', 'disputed')) as pledges,
          coalesce(sum(amount) filter (where state in ('collected', 'disputed')), 0)::bigint as amount,
          count(*) filter (where state in ('started', 'expiring')) as paying,
          count(*) filter (where state = 'refunded') as refunded
        from pledge where campaign = {} and is_late""",
        campaign,
    )
    assert found is not None
    return found


async def late_tiers(campaign: int) -> list[dict[str, Any]]:
    """With what is left of each, and how many came late."""
    return await rows(
        """select t.*, case when t.cap is not null then greatest(t.cap - t.taken - t.offered, 0) end as places_left,
          (select coalesce(sum(l.quantity), 0) from pledge_line l join pledge p on p.id = l.pledge
            where l.tier = t.id and p.is_late and p.state in ('collected', 'disputed'))::int as came_late
        from tier t where t.campaign = {} order by t.is_add_on, t.position, t.price, t.id""",
        campaign,
    )
