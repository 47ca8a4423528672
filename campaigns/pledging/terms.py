"""A campaign's terms as orders are priced by them: read once per version and kept, since a version never changes."""

import json
from collections import OrderedDict
from dataclasses import replace
from typing import Any

from app.foundation.database import row
from app.site.profile import region
from campaigns.pledging.quoting import ItemTerms, Terms, TierTerms, VariantTerms, ZoneTerms
from campaigns.rules import SUCCESSFUL
from campaigns.tiers.rules import is_for_thanks_only

MOST_KEPT = 500

_kept: OrderedDict[tuple[str, int, bool, bool], Terms] = OrderedDict()

_READ = """select c.terms, c.currency, c.shipping_by, c.takes_extra,
  coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'public_id', t.public_id, 'title', t.title, 'price', t.price,
      'late_price', t.late_price, 'price_is_open', t.price_is_open, 'is_add_on', t.is_add_on, 'weight', t.weight,
      'per_backer', t.per_backer,
      'shipping', coalesce((select jsonb_object_agg(s.zone::text, s.price) from tier_shipping s where s.tier = t.id), '{{}}'),
      'items', coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'title', i.title, 'kind', i.kind, 'choice', i.choice,
          'quantity', ti.quantity, 'variants', coalesce((select jsonb_agg(jsonb_build_object('id', v.id, 'public_id', v.public_id,
              'title', v.title) order by v.position, v.id) from variant v where v.item = i.id), '[]'))
          order by ti.position, ti.id) from tier_item ti join item i on i.id = ti.item where ti.tier = t.id), '[]'))
    order by t.position, t.id) from tier t where t.campaign = c.id), '[]')::text as tiers,
  coalesce((select jsonb_agg(to_jsonb(z) order by z.position, z.id) from shipping_zone z where z.campaign = c.id), '[]')::text
    as zones
  from campaign c where c.id = {}"""


async def terms_of(campaign: dict[str, Any]) -> Terms:
    """In the version of this row of the campaign, or a newer one if it has changed since it was read.

    Where the site takes no donations nobody gives more than a price asks, and what is for thanks alone can't be had.
    """
    key = (campaign["public_id"], campaign["terms"], campaign["state"] in SUCCESSFUL, region().no_donations)
    if (known := _kept.get(key)) is not None:
        _kept.move_to_end(key)
        return known
    read = await row(_READ, campaign["id"])
    assert read is not None
    terms = _terms(campaign["id"], read, is_late=key[2])
    if key[3]:
        terms = _without_donations(terms)
    _kept[key[0], terms.version, key[2], key[3]] = terms
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return terms


def _terms(campaign: int, read: dict[str, Any], *, is_late: bool) -> Terms:
    tiers = [_tier(each) for each in json.loads(read["tiers"])]
    zones = tuple(
        ZoneTerms(
            id=each["id"], title=each["title"], countries=tuple(each["countries"]), first_grams=each["first_grams"],
            first_price=each["first_price"], next_grams=each["next_grams"], next_price=each["next_price"],
        )
        for each in json.loads(read["zones"])
    )  # fmt: skip
    return Terms(
        campaign=campaign, version=read["terms"], currency=read["currency"], shipping_by=read["shipping_by"],
        takes_extra=read["takes_extra"], tiers={tier.public_id: tier for tier in tiers}, zones=zones, is_late=is_late,
    )  # fmt: skip


def _without_donations(terms: Terms) -> Terms:
    tiers = {
        key: replace(tier, price_is_open=False)
        for key, tier in terms.tiers.items()
        if not is_for_thanks_only(item.kind for item in tier.items)
    }
    return replace(terms, takes_extra=False, tiers=tiers)


def _tier(each: dict[str, Any]) -> TierTerms:
    items = tuple(
        ItemTerms(
            id=item["id"], title=item["title"], kind=item["kind"], quantity=item["quantity"], choice=item["choice"],
            variants=tuple(VariantTerms(**variant) for variant in item["variants"]),
        )
        for item in each["items"]
    )  # fmt: skip
    shipping = {int(zone): price for zone, price in each["shipping"].items()}
    return TierTerms(**(each | {"items": items, "shipping": shipping}))
