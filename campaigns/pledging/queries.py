"""Reading pledges: by their backer, by their link, and what a tier offers one backer now."""

from typing import Any

from app.accounts.capabilities import OWN_GONE, DeadLink, opens
from app.accounts.viewer import Viewer
from app.foundation.database import row, rows
from app.foundation.refusals import NotFound, SignInNeeded
from campaigns.pledging.rules import PLACE_HELD
from campaigns.rules import SUCCESSFUL

SHOWN = """select p.*, c.public_id as campaign_public_id, c.title as campaign_title, c.cover, c.deadline, c.goal, c.funding,
    c.state as campaign_state, c.brand, t.title as tier_title, t.public_id as tier_public_id, t.deliver_month
    from pledge p join campaign c on c.id = p.campaign join tier t on t.id = p.tier"""


# A name that nobody chose (accounts/actions draws it) says nothing of who it is.
DRAWN_NAME = "^(粉丝|粉絲|Fan) ?[0-9a-z]{4}$"


async def find_offer(backer: int, campaign: int, tier: str, opened: bool = False) -> dict[str, Any] | None:
    """A tier with everything that decides whether this backer may take places of it.

    `shut_until`: for whom it isn't open yet. Nobody knows that of somebody signed out (0): they may be one of the idea's people,
    or on a tier's list. A secret tier is None to whoever neither holds its link nor has had it.
    """
    found = await row(
        """select t.*, c.currency, c.deadline, app_now() as now,
        c.state in ('live', 'suspended') and c.deadline <= app_now() as is_over,
        c.visibility = 'visible' and (c.state = 'live' or (c.state = 'prelaunch' and c.opens_at <= app_now())
          or (c.state = any({}) and c.late_opened_at <= app_now()
          and (c.late_closed_at is null or c.late_closed_at > app_now()) and t.late_price is not null)) as is_open,
        (select coalesce(sum(l.quantity), 0) from pledge p join pledge_line l on l.pledge = p.id and l.tier = t.id
         where p.backer = who.id and p.state = any({}))::int as mine,
        (select coalesce(sum(quantity), 0) from pledge p where p.backer = who.id and p.campaign = c.id and p.state = any({}))::int
          as here, case when t.is_add_on then null else c.per_backer end as most_here,
        coalesce((select w.offered_quantity from waitlist_entry w
          where w.tier = t.id and w.member = who.id and w.state = 'offered' and w.offer_ends_at > app_now()), 0) as my_offer,
        exists (select from brand_member where brand = c.brand and member = who.id) as on_team,
        may_take(t, who.id, {}) or (who.id = 0 and (not t.secret or {})) as may_take,
        case when early.ends > app_now() and who.id <> 0 and not is_supporter(c.idea, who.id) then early.ends end as shut_until,
        case when t.opens_at > app_now() then t.opens_at end as begins_at,
        case when t.closes_at <= app_now() then t.closes_at end as ended_at
        from (select {}::bigint as id) who, tier t join campaign c on c.id = t.campaign,
        lateral (select case when c.state = 'live' then c.early_ends_at when c.state = 'prelaunch' and c.early_hours > 0
          and c.idea is not null then c.opens_at + make_interval(hours => c.early_hours) end as ends) early
        where t.public_id = {} and c.id = {}""",
        list(SUCCESSFUL), list(PLACE_HELD), list(PLACE_HELD), opened, opened, backer, tier, campaign,
    )  # fmt: skip
    return None if found is None or (found["secret"] and not found["may_take"]) else found


async def pledge_of_form(backer: int, request_key: str) -> dict[str, Any] | None:
    return await row("select * from pledge where backer = {} and request_key = {}", backer, request_key)


async def find_pledge(viewer: Viewer, public_id: str, key: str = "") -> dict[str, Any] | None:
    """Its backer's own, or opened by its link; with `is_mine` saying which."""
    pledge = await row(f"{SHOWN} where p.public_id = {{}}", public_id)
    if pledge is None:
        return None
    is_mine = viewer.is_signed_in and pledge["backer"] == viewer.id
    if is_mine or (key and await opens(key, "pledge", public_id)):
        return {**pledge, "is_mine": is_mine}
    return None


async def opened_pledge(viewer: Viewer, public_id: str, key: str) -> dict[str, Any]:
    """The backer's own, or opened by its link; whoever lost both is asked to sign in."""
    pledge = await find_pledge(viewer, public_id, key)
    if pledge is None and key:
        raise DeadLink(OWN_GONE)
    if pledge is None:
        raise NotFound if viewer.is_signed_in else SignInNeeded
    return pledge


async def pledge_to_pay(public_id: str, key: str) -> dict[str, Any] | None:
    """For whoever pays, by the link made for them: the pledge without anything of its backer but the name's first sign."""
    if not await opens(key, "pay", public_id):
        return None
    return await row(
        """select p.id, p.public_id, p.quantity, p.method, p.charge_plan, p.is_late, p.state, p.amount, p.currency,
        p.hold_ends_at, p.hold_ends_at > app_now() as in_time, c.public_id as campaign_public_id,
        c.title as campaign_title, c.cover, c.deadline,
        c.funding, c.state as campaign_state, t.title as tier_title, t.deliver_month, b.name as brand_name,
        case when m.name ~ {} then '' else left(coalesce(m.name, ''), 1) end as backer_sign
        from pledge p join campaign c on c.id = p.campaign join tier t on t.id = p.tier join brand b on b.id = c.brand
        left join member_profile m on m.member = p.backer where p.public_id = {}""",
        DRAWN_NAME, public_id,
    )  # fmt: skip


async def pledges_of(viewer: Viewer, *, before: int | None = None, limit: int = 30) -> list[dict[str, Any]]:
    """Newest first."""
    return await rows(
        f"{SHOWN} where p.backer = {{}} and ({{}}::bigint is null or p.id < {{}}) order by p.id desc limit {{}}",
        viewer.id, before, before, limit,
    )  # fmt: skip


async def lines_of(pledge: int) -> list[dict[str, Any]]:
    return await rows("select * from pledge_line where pledge = {} order by id", pledge)


async def trail_of(pledge: int) -> list[dict[str, Any]]:
    """Its steps, newest first."""
    return await rows("select * from pledge_event where subject = {} order by id desc", pledge)
