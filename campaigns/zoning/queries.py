"""A campaign's shipping zones, and what its tiers cost to ship to each."""

import json
from typing import Any

from app.foundation.database import row, rows
from app.foundation.refusals import NotFound

_ZONES = """select z.*, coalesce((select jsonb_object_agg(t.public_id, s.price) from tier_shipping s join tier t on t.id = s.tier
    where s.zone = z.id), '{{}}')::text as prices
  from shipping_zone z"""


async def zones_of(campaign: int) -> list[dict[str, Any]]:
    """Each with `prices`: tier's public id to minor units."""
    return [_read(one) for one in await rows(f"{_ZONES} where z.campaign = {{}} order by z.position, z.id", campaign)]


async def zone_of(campaign: int, public_id: str) -> dict[str, Any]:
    found = await row(f"{_ZONES} where z.campaign = {{}} and z.public_id = {{}}", campaign, public_id)
    if found is None:
        raise NotFound
    return _read(found)


def _read(zone: dict[str, Any]) -> dict[str, Any]:
    return zone | {"prices": json.loads(zone["prices"])}
