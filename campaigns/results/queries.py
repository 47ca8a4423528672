"""A decided campaign summed up from its pledges and their lines."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.foundation.database import rows
from campaigns.results.rules import KEPT, Totals, coarse, totals


@dataclass(frozen=True, slots=True)
class Part:
    """A tier, an add-on, or what is none of them (shipping, an extra amount): how much of all that was pledged."""

    kind: str
    title: str
    places: int
    amount: int
    collected: int
    is_secret: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    totals: Totals
    parts: list[Part] = field(default_factory=list)
    by_day: dict[date, int] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)


async def results_of(campaign: dict[str, Any]) -> Results:
    return Results(
        await _totals(campaign["id"]), await _parts(campaign["id"]), await _by_day(campaign["id"], campaign["brand_zone"]),
        await _sources(campaign["id"]),
    )  # fmt: skip


async def _totals(campaign: int) -> Totals:
    found = await rows(
        f"""select p.state::text, sum(p.amount)::bigint as amount from pledge p where p.campaign = {{}} and {KEPT} group by 1""",
        campaign,
    )
    people = await rows(
        f"""select count(distinct p.backer) filter (where {KEPT}) as backers,
          count(distinct p.backer) filter (where p.is_late and p.state in ('collected', 'disputed')) as late_backers,
          coalesce(sum(p.amount) filter (where p.is_late and p.state in ('collected', 'disputed')), 0)::bigint as late
        from pledge p where p.campaign = {{}}""",
        campaign,
    )
    return totals({one["state"]: one["amount"] for one in found}, **people[0])


async def _parts(campaign: int) -> list[Part]:
    """Tiers in their order, then add-ons, then the rest."""
    found = await rows(
        f"""select l.kind, coalesce(t.title, '') as title, coalesce(t.secret, false) as is_secret,
          sum(l.quantity)::bigint as places, sum(l.amount)::bigint as amount,
          coalesce(sum(l.amount) filter (where p.state in ('collected', 'disputed')), 0)::bigint as collected
        from pledge_line l join pledge p on p.id = l.pledge
          left join tier t on t.id = coalesce(l.tier, case when l.kind = 'tier' then p.tier end)
        where p.campaign = {{}} and {KEPT}
        group by l.kind, t.id, t.title, t.secret, t.position, t.price
        order by l.kind <> 'tier', l.kind <> 'add_on', t.position, t.price, t.id, l.kind""",
        campaign,
    )
    return [Part(**one) for one in found]


async def _by_day(campaign: int, zone: str) -> dict[date, int]:
    """By the brand's clock, on the day on which each was begun."""
    found = await rows(
        f"""select (p.created_at at time zone {{}})::date as day, sum(p.amount)::bigint as amount
        from pledge p where p.campaign = {{}} and {KEPT} group by 1 order by 1""",
        zone, campaign,
    )  # fmt: skip
    return {one["day"]: one["amount"] for one in found}


async def _sources(campaign: int) -> dict[str, int]:
    """Each backer once, by the link of their first pledge."""
    found = await rows(
        f"""select ref, exists (select from share_code s where s.code = ref) as is_members, count(*)::int as n
        from (select distinct on (p.backer) p.ref from pledge p where p.campaign = {{}} and {KEPT}
          order by p.backer, p.id) each_one
        group by ref""",
        campaign,
    )
    return coarse((one["ref"], one["is_members"], one["n"]) for one in found)
