"""Reading gifts: by their pledge, by their link, and one's own."""

from typing import Any

from app.accounts.capabilities import GONE, DeadLink, opens
from app.accounts.viewer import Viewer
from app.foundation.database import row, rows
from app.foundation.refusals import NotFound, SignInNeeded
from campaigns.gifting.rules import GIVEABLE

SHOWN = """select g.*, p.backer as giver, p.state as pledge_state, p.public_id as pledge_public_id, p.quantity, p.campaign,
    t.title as tier_title, t.deliver_month, c.title as campaign_title, c.public_id as campaign_public_id, c.cover, c.deadline,
    c.state as campaign_state
    from gift g join pledge p on p.id = g.pledge join tier t on t.id = p.tier join campaign c on c.id = p.campaign"""


async def gift_of_pledge(pledge: int) -> dict[str, Any] | None:
    return await row(f"{SHOWN} where g.pledge = {{}}", pledge)


async def opened_gift(viewer: Viewer, public_id: str, key: str) -> dict[str, Any]:
    """By its link, or by whoever took it; `is_mine` says which."""
    gift = await row(f"{SHOWN} where g.public_id = {{}}", public_id)
    is_mine = gift is not None and viewer.is_signed_in and gift["recipient"] == viewer.id
    if gift is not None and (is_mine or (key and await opens(key, "gift", public_id))):
        return gift | {"is_mine": is_mine}
    if key:
        raise DeadLink(GONE)
    raise NotFound if viewer.is_signed_in else SignInNeeded


async def gifts_to(viewer: Viewer, limit: int = 50) -> list[dict[str, Any]]:
    """What others gave and this member took."""
    return await rows(f"{SHOWN} where g.recipient = {{}} order by g.id desc limit {{}}", viewer.id, limit)


async def unsent_gifts() -> list[int]:
    found = await rows(
        """select g.pledge from gift g join pledge p on p.id = g.pledge
        where g.mailed_at is null and g.to_email <> '' and p.state = any({}) order by g.id limit 200""",
        list(GIVEABLE),
    )
    return [one["pledge"] for one in found]


async def contents_of(pledge: int) -> list[dict[str, Any]]:
    """What is in it, tier by tier."""
    return await rows(
        """select i.title, sum(l.quantity * ti.quantity)::int as n from pledge_line l join tier_item ti on ti.tier = l.tier
        join item i on i.id = ti.item where l.pledge = {} group by i.id, i.title, i.position order by i.position, i.id""",
        pledge,
    )
