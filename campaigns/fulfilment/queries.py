"""Perks as their backer sees them, and as the brand's board lists them."""

from collections.abc import Iterable
from typing import Any

from app.accounts.capabilities import OWN_GONE, DeadLink, opens
from app.accounts.viewer import Viewer
from app.foundation.database import row, rows, value
from app.foundation.refusals import NotFound, SignInNeeded

_SHOWN = """select k.*, c.title as campaign_title, c.public_id as campaign_public_id, c.state as campaign_state, c.cover,
    p.public_id as pledge_public_id, p.backer as giver, t.title as tier_title, s.carrier, s.tracking_number,
    s.created_at as dispatched_at
    from perk k join campaign c on c.id = k.campaign join pledge p on p.id = k.pledge join tier t on t.id = p.tier
    left join lateral (select sh.* from shipment sh join shipment_perk sp on sp.shipment = sh.id and sp.perk = k.id
                       order by sh.id desc limit 1) s on true"""
OPEN_FIRST = (
    "k.state in ('received', 'refunded', 'named', 'published'), k.state not in ('answers_due', 'dispatched', 'delivered')"
)
# An address may still change until the parcel is being packed.
CHANGEABLE = ("answers_due", "answered")


async def perks_of(viewer: Viewer, limit: int = 200) -> list[dict[str, Any]]:
    """Those with something to do first, then the newest."""
    return await rows(f"{_SHOWN} where k.backer = {{}} order by {OPEN_FIRST}, k.id desc limit {{}}", viewer.id, limit)


async def perks_of_pledge(pledge: int) -> list[dict[str, Any]]:
    return await rows(f"{_SHOWN} where k.pledge = {{}} order by k.id", pledge)


async def find_perk(viewer: Viewer, public_id: str) -> dict[str, Any] | None:
    """The viewer's own."""
    return await row(f"{_SHOWN} where k.public_id = {{}} and k.backer = {{}}", public_id, viewer.id)


async def opened_perk(viewer: Viewer, public_id: str, key: str) -> dict[str, Any]:
    """The viewer's own, or opened by its link, with `is_mine` saying which; whoever lost both is asked to sign in."""
    if viewer.is_signed_in and (own := await find_perk(viewer, public_id)) is not None:
        return own | {"is_mine": True}
    if not key:
        raise NotFound if viewer.is_signed_in else SignInNeeded
    found = await row(f"{_SHOWN} where k.public_id = {{}}", public_id) if await opens(key, "perk", public_id) else None
    if found is None:
        raise DeadLink(OWN_GONE)
    return found | {"is_mine": False}


async def steps_of(perk: int) -> list[dict[str, Any]]:
    return await rows("select * from perk_event where subject = {} order by id desc", perk)


async def destination_of(destination: int | None) -> dict[str, Any] | None:
    return await row("select * from destination where id = {}", destination) if destination else None


async def latest_destination(member: int) -> dict[str, Any] | None:
    return await row("select * from destination where member = {} order by id desc limit 1", member)


async def travelling_with(perk: dict[str, Any]) -> list[dict[str, Any]]:
    """Unshipped physical perks of the same pledge: one address serves them all."""
    return await rows(
        "select * from perk where pledge = {} and kind = 'physical' and state = any({}) order by id",
        perk["pledge"], list(CHANGEABLE),
    )  # fmt: skip


# -- the brand's board -------------------------------------------------------------
FILTERS = ("all", "answers_due", "answered", "dispatched", "received")
_STATES = {
    "answers_due": ["answers_due"],
    "answered": ["answered", "locked", "packed"],
    "dispatched": ["dispatched", "delivered", "exception"],
    "received": ["received"],
}


async def board(campaign: int, kind: str = "all", *, after: int = 0, limit: int = 200) -> list[dict[str, Any]]:
    """Perks with their backer's name and address; those of one pledge were owed together and stand together."""
    return await rows(
        """select k.id, k.pledge, k.public_id, k.title, k.kind, k.state, k.backer, k.due_month, k.destination,
        m.name as backer_name,
        t.title as tier_title, d.name, d.phone, d.country, d.region, d.city, d.line1, d.line2, d.postcode,
        s.carrier, s.tracking_number
        from perk k join pledge p on p.id = k.pledge join tier t on t.id = p.tier
        left join member_profile m on m.member = k.backer left join destination d on d.id = k.destination
        left join lateral (select sh.carrier, sh.tracking_number from shipment sh join shipment_perk sp on sp.shipment = sh.id
                           and sp.perk = k.id order by sh.id desc limit 1) s on true
        where k.campaign = {} and k.id > {} and ({}::text[] is null or k.state = any({}))
        order by k.id limit {}""",
        campaign, after, _STATES.get(kind), _STATES.get(kind), limit,
    )  # fmt: skip


async def board_counts(campaign: int) -> dict[str, int]:
    found = await rows("select state, count(*) as n from perk where campaign = {} group by state", campaign)
    by_state = {each["state"]: each["n"] for each in found}
    counts = {kind: sum(by_state.get(state, 0) for state in states) for kind, states in _STATES.items()}
    return {"all": sum(by_state.values())} | counts


async def perks_named(campaign: int, public_ids: Iterable[str]) -> list[dict[str, Any]]:
    return await rows("select * from perk where campaign = {} and public_id = any({}) order by id", campaign, list(public_ids))


async def lacks_address(perk_public_id: str) -> bool:
    """Whether the backer of this perk still has to say where to."""
    return await value(
        """select exists (select from perk k join perk o on o.pledge = k.pledge
        where k.public_id = {} and o.state = 'answers_due')""",
        perk_public_id,
    )
