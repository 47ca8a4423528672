"""Reading pledges: by their backer, by their link, and what a tier offers one backer now."""

from typing import Any

from app.accounts.capabilities import OWN_GONE, DeadLink, opens
from app.accounts.viewer import Viewer
from app.foundation.database import row, rows
from app.foundation.refusals import NotFound, SignInNeeded
from campaigns.pledging.rules import PLACE_HELD
from ideas.reviewing.people import SUPPORTS

SHOWN = """select p.*, c.public_id as campaign_public_id, c.title as campaign_title, c.cover, c.deadline, c.goal, c.funding,
    c.state as campaign_state, c.brand, t.title as tier_title, t.public_id as tier_public_id, t.deliver_month
    from pledge p join campaign c on c.id = p.campaign join tier t on t.id = p.tier"""


# A name that nobody chose (accounts/actions draws it) says nothing of who it is.
DRAWN_NAME = "^(粉丝|粉絲|Fan) ?[0-9a-z]{4}$"


_SUPPORTS = SUPPORTS.format(idea="c.idea", member="{}::bigint")


async def find_offer(backer: int, campaign: int, tier: str) -> dict[str, Any] | None:
    """A tier with everything that decides whether this backer may take places of it.

    `shut_until`: for whom it isn't open yet. Nobody knows that of somebody signed out (0): they may be one of the idea's people.
    """
    return await row(
        f"""select t.*, c.currency, c.deadline, app_now() as now, c.deadline <= app_now() as is_over,
        c.state = 'live' and c.visibility = 'visible' as is_open,
        (select coalesce(sum(quantity), 0) from pledge where backer = {{}} and tier = t.id and state = any({{}}))::int as mine,
        exists (select from brand_member where brand = c.brand and member = {{}}) as on_team,
        case when c.early_ends_at > app_now() and {{}}::bigint <> 0 and not {_SUPPORTS} then c.early_ends_at end as shut_until
        from tier t join campaign c on c.id = t.campaign where t.public_id = {{}} and c.id = {{}}""",
        backer, list(PLACE_HELD), backer, backer, backer, backer, backer, tier, campaign,
    )  # fmt: skip


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
        """select p.id, p.public_id, p.quantity, p.method, p.charge_plan, p.state, p.amount, p.currency, p.hold_ends_at,
        p.hold_ends_at > app_now() as in_time, c.public_id as campaign_public_id, c.title as campaign_title, c.cover, c.deadline,
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
