"""Tiers with what is in them and how many places are left."""

import json
from typing import Any

from app.foundation.database import row, rows
from app.foundation.refusals import NotFound

_WITH_ITEMS = """select t.*, case when t.waiting > 0 then 0 else greatest(t.cap - t.taken - t.offered, 0) end as places_left,
    coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'kind', i.kind, 'title', i.title, 'choice', i.choice,
          'quantity', ti.quantity, 'variants', array(select v.title from variant v where v.item = i.id order by v.position, v.id))
        order by ti.position, ti.id) from tier_item ti join item i on i.id = ti.item where ti.tier = t.id), '[]')::text as items,
    coalesce((select jsonb_object_agg(z.public_id, s.price) from tier_shipping s join shipping_zone z on z.id = s.zone
      where s.tier = t.id), '{{}}')::text as freight,
    exists (select from shipping_zone z join campaign c on c.id = z.campaign where z.campaign = t.campaign
        and case c.shipping_by when 'weight' then t.weight = 0
            else not exists (select from tier_shipping s where s.tier = t.id) end)
      and exists (select from tier_item ti join item i on i.id = ti.item where ti.tier = t.id and i.kind = 'physical')
      as lacks_freight,
    (select min(s.price) from tier_shipping s where s.tier = t.id) as shipping_from
    from tier t"""


async def tiers_of(campaign: int) -> list[dict[str, Any]]:
    """All of them, add-ons and secret ones too; with `items` and `freight` (zone's public id to minor units)."""
    found = await rows(f"{_WITH_ITEMS} where t.campaign = {{}} order by t.is_add_on, t.position, t.id", campaign)
    return [_read(tier) for tier in found]


async def tier_of(campaign: int, public_id: str) -> dict[str, Any]:
    found = await row(f"{_WITH_ITEMS} where t.campaign = {{}} and t.public_id = {{}}", campaign, public_id)
    if found is None:
        raise NotFound
    return _read(found)


def _read(tier: dict[str, Any]) -> dict[str, Any]:
    return tier | {"items": json.loads(tier["items"]), "freight": json.loads(tier["freight"])}


async def guest_counts(campaign: int) -> dict[int, int]:
    """How many are on each tier's list, by the tier's id."""
    found = await rows(
        """select g.tier, count(*) as n from tier_guest g join tier t on t.id = g.tier
        where t.campaign = {} group by g.tier""",
        campaign,
    )
    return {one["tier"]: one["n"] for one in found}
