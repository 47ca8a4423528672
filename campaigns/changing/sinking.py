"""Whether somebody's leaving would sink a reached goal in its last day: decided for one after the other."""

from app.foundation.database import row, sole_lock, value
from campaigns.changing.rules import LAST_DAY, Spare, spare_of

# Not in a suspended campaign: its backers may always leave.
_BOUND = """c.state = 'live' and c.funding = 'all_or_nothing' and c.goal is not null
    and c.deadline > app_now() and c.deadline <= app_now() + {}::interval"""
_STANDING = f"""select c.goal, c.currency, (select coalesce(sum(p.amount), 0)::bigint from pledge p
      where p.campaign = c.id and p.state in ('promised', 'paid')) as pledged
    from campaign c where c.id = {{}} and {_BOUND}"""


async def hold_the_goal(campaign_id: int) -> Spare | None:
    """As `spare_now`, and to the end of this transaction nobody else leaves. After the campaign's lock, before the backer's."""
    if not await value(f"select true from campaign c where c.id = {{}} and {_BOUND}", campaign_id, LAST_DAY):
        return None
    await sole_lock("leaving", campaign_id)
    return await spare_now(campaign_id)


async def spare_now(campaign_id: int) -> Spare | None:
    """What it could lose at this moment and still be reached; None where leaving sinks nothing."""
    found = await row(_STANDING, campaign_id, LAST_DAY)
    return spare_of(found["pledged"], found["goal"], found["currency"]) if found else None
