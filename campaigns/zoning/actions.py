"""A draft's shipping zones: added, changed, removed; what each tier costs to ship there."""

from collections.abc import Iterable
from typing import Any

from app.community.moderation.checking import refuse_words
from app.foundation.database import execute, insert, transaction
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from campaigns.tiers.holding import hold
from campaigns.tiers.tables import ShippingZone
from campaigns.zoning.forms import ZoneForm
from campaigns.zoning.queries import zones_of
from campaigns.zoning.rules import MOST_ZONES, check_may_edit_zones, check_places, check_weights, known_places


async def choose_way(campaign: dict[str, Any], shipping_by: str) -> None:
    async with transaction():
        check_may_edit_zones((await hold(campaign))["state"])
        await execute("update campaign set shipping_by = {} where id = {}", shipping_by, campaign["id"])


async def add_zone(campaign: dict[str, Any], form: ZoneForm) -> dict[str, Any]:
    async with transaction():
        now = await hold(campaign)
        zones = await zones_of(campaign["id"])
        if len(zones) >= MOST_ZONES:
            raise Refusal(N_("一个众筹最多 %(most)s 个配送区域。"), most=MOST_ZONES)
        values = await _checked(now, form, zones)
        zone = await insert(ShippingZone, campaign=campaign["id"], position=len(zones), **values)
        await _write_prices(zone["id"], form)
        return zone


async def edit_zone(campaign: dict[str, Any], zone: dict[str, Any], form: ZoneForm) -> None:
    async with transaction():
        now = await hold(campaign)
        values = await _checked(now, form, [one for one in await zones_of(campaign["id"]) if one["id"] != zone["id"]])
        names = ", ".join(f"{name} = {{}}" for name in values)
        await execute(f"update shipping_zone set {names} where id = {{}}", *values.values(), zone["id"])
        await _write_prices(zone["id"], form)


async def remove_zone(campaign: dict[str, Any], zone: dict[str, Any]) -> None:
    async with transaction():
        check_may_edit_zones((await hold(campaign))["state"])
        await execute("delete from shipping_zone where id = {}", zone["id"])


async def _checked(now: dict[str, Any], form: ZoneForm, others: list[dict[str, Any]]) -> dict[str, Any]:
    """The zone's columns. What stands there of the other way of pricing is kept as it was typed: it may be chosen again."""
    check_may_edit_zones(now["state"])
    places = known_places(form.countries)
    check_places(places, [(one["title"], one["countries"]) for one in others])
    if now["shipping_by"] == "weight":
        check_weights(form.first_grams, form.next_grams, form.next_price.amount)
    await refuse_words(title=form.title)
    return {
        "title": form.title, "countries": places, "first_grams": form.first_grams or 0, "first_price": form.first_price.amount,
        "next_grams": form.next_grams or 0, "next_price": form.next_price.amount,
    }  # fmt: skip


async def _write_prices(zone: int, form: ZoneForm) -> None:
    """Those that the form shows, by the tiers' public ids; of other campaigns' tiers nothing is written."""
    for tier, price in zip(form.tier, form.freight, strict=False):
        await write_price("t.public_id = {}", tier, "z.id = {}", zone, price)


async def write_prices(tier: int, zones: Iterable[str], prices: Iterable[int | None]) -> None:
    """What one place of a tier costs to ship to each of these zones."""
    for zone, price in zip(zones, prices, strict=False):
        await write_price("t.id = {}", tier, "z.public_id = {}", zone, price)


async def write_price(of_tier: str, tier: Any, to_zone: str, zone: Any, price: int | None) -> None:
    """None: isn't shipped there."""
    pair = f"from tier t join shipping_zone z on z.campaign = t.campaign where {of_tier} and {to_zone}"
    if price is None:
        await execute(f"delete from tier_shipping where (tier, zone) in (select t.id, z.id {pair})", tier, zone)
    else:
        await execute(
            f"""insert into tier_shipping (tier, zone, price) select t.id, z.id, {{}}::bigint {pair}
            on conflict (tier, zone) do update set price = excluded.price where tier_shipping.price <> excluded.price""",
            price, tier, zone,
        )  # fmt: skip
