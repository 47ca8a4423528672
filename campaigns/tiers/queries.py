"""Tiers with what is in them and how many places are left."""

import json
from typing import Any

from app.foundation.database import row, rows
from app.foundation.refusals import NotFound

_WITH_ITEMS = """select t.*, greatest(t.cap - t.taken, 0) as places_left,
    coalesce((select jsonb_agg(jsonb_build_object('kind', i.kind, 'title', i.title) order by i.position, i.id)
      from tier_item i where i.tier = t.id), '[]')::text as items
    from tier t"""


async def tiers_of(campaign: int) -> list[dict[str, Any]]:
    found = await rows(f"{_WITH_ITEMS} where t.campaign = {{}} order by t.position, t.price, t.id", campaign)
    return [_read(tier) for tier in found]


async def tier_of(campaign: int, public_id: str) -> dict[str, Any]:
    found = await row(f"{_WITH_ITEMS} where t.campaign = {{}} and t.public_id = {{}}", campaign, public_id)
    if found is None:
        raise NotFound
    return _read(found)


def _read(tier: dict[str, Any]) -> dict[str, Any]:
    return {**tier, "items": json.loads(tier["items"])}
