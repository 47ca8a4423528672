"""Campaigns as the viewer may see them, and what they have gathered, summed from the pledges themselves."""

import asyncio
from collections.abc import Iterable
from typing import Any

from app.accounts.viewer import Viewer
from app.brands.rules import SHOWN_LOGO, SHOWN_NAME
from app.foundation.database import engine, row, rows
from app.foundation.gathering import Gathering
from app.foundation.lately import Lately
from app.foundation.planned import planned_rows
from app.foundation.refusals import NotFound
from campaigns.pledging.rules import COUNTED, UNSETTLED
from campaigns.reserving.rules import as_rung
from campaigns.rules import PUBLIC, Numbers

# When all who back campaign c last had something to read; with it the promised rhythm is kept or not.
LAST_UPDATE = """(select max(u.published_at) from campaign_update u where u.campaign = c.id and u.published_at is not null
    and u.withdrawn_at is null and u.audience <> 'tier' and u.visibility <> 'hidden')"""
SHOWN = f"""select c.*, app_now() as now, {LAST_UPDATE} as last_update_at, b.public_id as brand_public_id,
    {SHOWN_NAME} as brand_name,
    {SHOWN_LOGO} as brand_logo, b.time_zone as brand_zone,
    i.public_id as idea_public_id, i.title as idea_title, i.author as idea_author,
    case i.counts when 'shown' then i.vote_count end as idea_votes
    from campaign c join brand b on b.id = c.brand left join idea i on i.id = c.idea and i.visibility = 'visible'"""
# What was called off before anybody saw it stays what it was: the team's.
VISIBLE = f"""c.visibility = 'visible' and c.state in ({", ".join(repr(state) for state in PUBLIC)})
    and (c.state <> 'cancelled' or c.launched_at is not null
      or exists (select from campaign_event e where e.subject = c.id and e.state = 'prelaunch'))"""


async def campaign_by_public_id(viewer: Viewer, public_id: str) -> dict[str, Any]:
    """NotFound unless it is public; its brand's team and staff see it from the first draft on."""
    found = await _public(public_id) or (await _of_team(viewer, public_id) if viewer.is_signed_in else None)
    if found is None:
        raise NotFound
    return as_rung(dict(found))


async def _read_public(public_ids: list[str]) -> list[dict[str, Any] | None]:
    found = await planned_rows(f"{SHOWN} where c.public_id = any({{}}::text[]) and {VISIBLE}", list(set(public_ids)))
    by_id = {one["public_id"]: one for one in found}
    return [by_id.get(each) for each in public_ids]


# Whatever is done on a campaign begins with it: those who come at once ask together.
_public = Gathering(_read_public)


async def _of_team(viewer: Viewer, public_id: str) -> dict[str, Any] | None:
    return await row(
        f"""{SHOWN} where c.public_id = {{}}
        and ({{}} or exists (select from brand_member where brand = c.brand and member = {{}}))""",
        public_id, viewer.is_staff, viewer.id,
    )  # fmt: skip


async def campaign_of_idea(idea: int) -> dict[str, Any] | None:
    found = await rows(f"{SHOWN} where c.idea = {{}} and {VISIBLE}", idea)
    return (await with_numbers(found))[0] if found else None


async def with_numbers(campaigns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    numbers = await numbers_of(campaigns)
    return [{**campaign, "numbers": numbers[campaign["id"]]} for campaign in campaigns]


async def numbers_of(campaigns: Iterable[dict[str, Any]]) -> dict[int, Numbers]:
    """By id. Before the decision what is promised and paid counts; afterwards the decided total stays.

    However many ask, each process sums a campaign's pledges once in two seconds.
    """
    known = {campaign["id"]: campaign["decided_total"] for campaign in campaigns}
    is_in_transaction = engine().current_transaction.get() is not None  # on its one connection: all by one statement
    sums = await _sum(list(known)) if is_in_transaction else await asyncio.gather(*(_summed(id_) for id_ in known))
    over = [id_ for id_, decided in known.items() if decided is not None]
    paid_back = await _paid_back(over) if is_in_transaction else await asyncio.gather(*(_stayed(id_) for id_ in over))
    stayed = dict(zip(over, paid_back, strict=True))
    return {id_: _numbers(found, known[id_], stayed.get(id_, 0)) for id_, found in zip(known, sums, strict=True)}


async def _sum(campaigns: list[int]) -> list[dict[str, Any] | None]:
    """Twice along the index of totals: what is asked by backer at once must be sorted by backer, and takes four times as long."""
    there = [*COUNTED, "disputed", "released", "dropped"]
    sums = await rows(
        """with by_state as (
          select campaign, state, is_late, sum(amount) as amount from pledge
          where campaign = any({}) and state = any({}) group by 1, 2, 3),
        people as (
          select campaign, count(*) as backers from (
            select distinct campaign, backer from pledge where campaign = any({}) and state = any({})) each_backer group by 1)
        select campaign, people.backers,
          sum(amount) filter (where state = any({}) and not is_late)::bigint as kept,
          sum(amount) filter (where state in ('collected', 'disputed') and not is_late)::bigint as collected,
          sum(amount) filter (where state = any({}) and not is_late)::bigint as pending,
          sum(amount) filter (where state in ('collected', 'disputed') and is_late)::bigint as late
        from by_state join people using (campaign) group by campaign, people.backers""",
        campaigns, there, campaigns, there, list(COUNTED), list(UNSETTLED),
    )  # fmt: skip
    found = {each["campaign"]: each for each in sums}
    return [found.get(campaign) for campaign in campaigns]


# Those of a list, and of many lists at once, are summed by one statement.
_summed: Lately[int, dict[str, Any] | None] = Lately(Gathering(_sum))


async def _paid_back(campaigns: list[int]) -> list[int]:
    """Backers who stayed to the end and then got all of their money back: they are not among the sums any more."""
    found = await rows(
        """select p.campaign, count(distinct p.backer)::int as n from pledge p
        where p.campaign = any({}) and p.state = 'refunded' and not p.is_late
          and not exists (select from pledge_event e where e.subject = p.id and e.state in ('cancelled', 'expired'))
          and not exists (select from pledge o where o.campaign = p.campaign and o.backer = p.backer and o.state = any({}))
        group by p.campaign""",
        campaigns, [*COUNTED, "disputed", "released", "dropped"],
    )  # fmt: skip
    by_id = {one["campaign"]: one["n"] for one in found}
    return [by_id.get(campaign, 0) for campaign in campaigns]


_stayed: Lately[int, int] = Lately(Gathering(_paid_back))


def _numbers(sums: dict[str, Any] | None, decided: int | None, stayed: int) -> Numbers:
    if sums is None:
        return Numbers(pledged=decided or 0, backers=stayed)
    return Numbers(
        pledged=(sums["kept"] or 0) if decided is None else decided,
        backers=sums["backers"] + stayed,
        collected=sums["collected"] or 0,
        pending=0 if decided is None else sums["pending"] or 0,
        late=sums["late"] or 0,
    )


async def perk_counts(campaign: int) -> dict[str, int]:
    found = await rows("select state, count(*) as n from perk where campaign = {} group by state", campaign)
    return {each["state"]: each["n"] for each in found}
