"""A campaign's items with their variants, and where each is used."""

import json
from typing import Any

from app.foundation.database import row, rows
from app.foundation.refusals import NotFound

_ITEMS = """select i.*,
  coalesce((select jsonb_agg(jsonb_build_object('public_id', v.public_id, 'title', v.title, 'sku', v.sku)
      order by v.position, v.id) from variant v where v.item = i.id), '[]')::text as variants,
  array(select t.title from tier_item ti join tier t on t.id = ti.tier
    where ti.item = i.id order by t.position, t.id) as in_tiers,
  array(select g.title from stretch_goal g where g.item = i.id order by g.position, g.id) as in_goals
  from item i"""


async def items_of(campaign: int) -> list[dict[str, Any]]:
    return [_read(one) for one in await rows(f"{_ITEMS} where i.campaign = {{}} order by i.position, i.id", campaign)]


async def item_of(campaign: int, item: int) -> dict[str, Any]:
    # As text: what stands in an address may be a number larger than any id.
    found = await row(f"{_ITEMS} where i.campaign = {{}} and i.id::text = {{}}", campaign, str(item))
    if found is None:
        raise NotFound
    return _read(found)


def _read(item: dict[str, Any]) -> dict[str, Any]:
    return item | {"variants": json.loads(item["variants"])}


async def stock_numbers(campaign: int, besides: int = 0) -> dict[str, str]:
    """Stock number to what has it, those of one item aside."""
    found = await rows(
        """select v.sku, i.title || ' · ' || v.title as title from variant v join item i on i.id = v.item
        where v.campaign = {} and v.item <> {}""",
        campaign, besides,
    )  # fmt: skip
    return {one["sku"]: one["title"] for one in found}
