"""Reading waitlists: one's own entries from the viewer; the list itself in numbers, for everybody."""

from typing import Any

from app.accounts.capabilities import opens
from app.accounts.viewer import Viewer
from app.foundation.database import row, rows, value
from app.foundation.refusals import NotFound

_OWN = """select w.*, t.title as tier_title, t.public_id as tier_public_id, t.per_backer, t.waiting, c.title as campaign_title,
    c.public_id as campaign_public_id, c.state as campaign_state, c.deadline, app_now() as now, p.public_id as pledge_public_id,
    is_to_be_had(t, c) as is_to_be_had,
    (select count(*) from waitlist_entry o where o.tier = w.tier and o.state = 'waiting' and o.place < w.place)::int as before,
    coalesce((select e.why from waitlist_event e where e.subject = w.id order by e.id desc limit 1), '') as why
    from waitlist_entry w join tier t on t.id = w.tier join campaign c on c.id = w.campaign
    left join pledge p on p.id = w.pledge"""


async def is_opened(tier: str, key: str) -> bool:
    """Whether this key is of a secret tier's link."""
    return bool(key) and await opens(key, "tier", tier)


async def entry_of(viewer: Viewer, public_id: str) -> dict[str, Any]:
    found = await row(f"{_OWN} where w.public_id = {{}} and w.member = {{}}", public_id, viewer.id)
    if found is None:
        raise NotFound
    return found


async def entries_of(viewer: Viewer, *, only_open: bool = False, limit: int = 100) -> list[dict[str, Any]]:
    """Offers first, they have an end; then the newest."""
    return await rows(
        f"""{_OWN} where w.member = {{}} and (w.state in ('waiting', 'offered') or not {{}})
        order by w.state <> 'offered', w.state <> 'waiting', w.id desc limit {{}}""",
        viewer.id, only_open, limit,
    )  # fmt: skip


async def waits_in(viewer: Viewer, campaign: int) -> dict[int, dict[str, Any]]:
    """By tier, where the viewer waits in this campaign now."""
    if not viewer.is_signed_in:
        return {}
    found = await rows(
        f"{_OWN} where w.member = {{}} and w.campaign = {{}} and w.state in ('waiting', 'offered')", viewer.id, campaign
    )
    return {one["tier"]: one for one in found}


async def offer_waits(public_id: str) -> bool:
    """Whether this offer still has to be answered."""
    return bool(
        await value(
            "select exists (select from waitlist_entry where public_id = {} and state = 'offered' and offer_ends_at > app_now())",
            public_id,
        )
    )


async def numbers_of_list(tier: int, *, after: int = 0, limit: int = 100) -> list[dict[str, Any]]:
    """Numbers, what for, since when, their turn, their end; of nobody a name."""
    return await rows(
        """select w.place, w.quantity, w.offered_quantity, w.state, w.created_at, w.offer_ends_at, turn.at as turn_at,
          case when w.state in ('waiting', 'offered') then null else last.at end as ended_at, last.why
        from waitlist_entry w
        left join lateral (select at from waitlist_event where subject = w.id and state = 'offered' limit 1) turn on true
        left join lateral (select at, why from waitlist_event where subject = w.id order by id desc limit 1) last on true
        where w.tier = {} and w.place > {} order by w.place limit {}""",
        tier, after, limit,
    )  # fmt: skip


async def proof_of_list(tier: int) -> dict[str, Any]:
    """What anybody can count themselves: no number missing, and none that waits while a later one had its turn."""
    found = await row(
        """select count(*)::int as numbers, coalesce(max(w.place), 0) as last,
          count(*) filter (where w.state = 'waiting')::int as waiting,
          coalesce(sum(w.quantity) filter (where w.state = 'waiting'), 0)::int as wanted,
          count(*) filter (where w.state = 'offered')::int as offered,
          count(*) filter (where w.state = 'taken')::int as taken,
          min(w.place) filter (where w.state = 'waiting') as head,
          coalesce(max(w.place) filter (where w.offer_ends_at is not null), 0) as reached
        from waitlist_entry w where w.tier = {}""",
        tier,
    )
    assert found is not None
    in_order = found["head"] is None or found["reached"] < found["head"]
    return found | {"is_in_order": in_order and found["numbers"] == found["last"]}
