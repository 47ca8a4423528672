"""What an order comes to: lines, places and choices, priced by one version of a campaign's terms. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil

from app.foundation.i18n import N_
from app.foundation.money import Money
from app.foundation.refusals import NotFound, Refusal
from campaigns.tiers.minimums import least_charge, most_charge

EVERYWHERE_ELSE = "*"


@dataclass(frozen=True, slots=True)
class VariantTerms:
    id: int
    public_id: str
    title: str


@dataclass(frozen=True, slots=True)
class ItemTerms:
    """A thing in a tier, so many in each place of it; without variants there is nothing to choose."""

    id: int
    title: str
    kind: str
    quantity: int
    choice: str = ""
    variants: tuple[VariantTerms, ...] = ()


@dataclass(frozen=True, slots=True)
class TierTerms:
    """`shipping`: price per place by zone id, for flat shipping; amounts in minor units."""

    id: int
    public_id: str
    title: str
    price: int
    late_price: int | None
    price_is_open: bool
    is_add_on: bool
    weight: int
    per_backer: int
    items: tuple[ItemTerms, ...] = ()
    shipping: Mapping[int, int] = field(default_factory=dict)

    @property
    def ships(self) -> bool:
        return any(item.kind == "physical" for item in self.items)


@dataclass(frozen=True, slots=True)
class ZoneTerms:
    id: int
    title: str
    countries: tuple[str, ...]
    first_grams: int = 0
    first_price: int = 0
    next_grams: int = 0
    next_price: int = 0

    def by_weight(self, grams: int) -> int:
        """The first so many grams, then each further so many begun."""
        more = max(grams - self.first_grams, 0)
        return self.first_price + (ceil(more / self.next_grams) * self.next_price if self.next_grams else 0)


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything that a price hangs on, in one version. `is_late`: what holds after success."""

    campaign: int
    version: int
    currency: str
    shipping_by: str
    takes_extra: bool
    tiers: Mapping[str, TierTerms]
    zones: tuple[ZoneTerms, ...] = ()
    is_late: bool = False

    def tier(self, public_id: str) -> TierTerms:
        found = self.tiers.get(public_id)
        if found is None:
            raise NotFound
        return found

    def zone_of(self, country: str) -> ZoneTerms | None:
        named = next((zone for zone in self.zones if country in zone.countries), None)
        return named or next((zone for zone in self.zones if EVERYWHERE_ELSE in zone.countries), None)


@dataclass(frozen=True, slots=True)
class Order:
    """What a backer asks for; public ids as in the page. `unit_price` and `extra` in minor units."""

    tier: str
    quantity: int = 1
    unit_price: int | None = None
    add_ons: Mapping[str, int] = field(default_factory=dict)
    country: str = ""
    extra: int = 0
    choices: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """`tier` on those lines that are places."""

    kind: str
    label: str
    unit: Money
    quantity: int
    tier: int | None = None

    @property
    def amount(self) -> Money:
        return self.unit * self.quantity


@dataclass(frozen=True, slots=True)
class Choice:
    item: int
    variant: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Quote:
    terms: Terms
    order: Order
    base: TierTerms
    lines: tuple[Line, ...]
    choices: tuple[Choice, ...]

    @property
    def total(self) -> Money:
        return sum((line.amount for line in self.lines), Money(0, self.terms.currency))

    @property
    def places(self) -> dict[int, int]:
        """Tier id to how many places."""
        return {line.tier: line.quantity for line in self.lines if line.tier is not None}


def quote(terms: Terms, order: Order) -> Quote:
    """Raises a refusal with the field that stands in the way, NotFound for what isn't of this campaign."""
    base = terms.tier(order.tier)
    if base.is_add_on:
        raise Refusal(N_("加购项要和一个档位一起选。"), field="add_ons")
    taken = [(base, order.quantity), *((_add_on(terms, one), n) for one, n in order.add_ons.items() if n)]
    if any(n < 1 for _, n in taken):
        raise Refusal(N_("份数要是大于 0 的整数。"), field="add_ons" if order.quantity > 0 else "quantity")
    lines = [_place(terms, tier, n, order.unit_price if tier is base else None) for tier, n in taken]
    lines += _shipping(terms, taken, order.country)
    if order.extra:
        lines.append(_extra(terms, order.extra))
    return Quote(terms, order, base, tuple(lines), _choices(taken, order.choices))


def _add_on(terms: Terms, public_id: str) -> TierTerms:
    found = terms.tiers.get(public_id)
    if found is None or not found.is_add_on:
        raise Refusal(N_("选的加购项不在这个众筹里，请重新选。"), field="add_ons")
    return found


def _place(terms: Terms, tier: TierTerms, n: int, own_price: int | None) -> Line:
    price = tier.late_price if terms.is_late else tier.price
    if price is None:
        raise Refusal(N_("“%(tier)s”不参加补筹，看看别的档位。"), field="quantity", tier=tier.title)
    if own_price is not None and own_price != price:
        if not tier.price_is_open or own_price < price:
            least = Money(price, terms.currency)
            raise Refusal(N_("这一档每份最少 %(least)s。"), field="unit_price", least=least)
        price = own_price
    return Line("add_on" if tier.is_add_on else "tier", tier.title, Money(price, terms.currency), n, tier.id)


def asks_country(terms: Terms, taken: list[tuple[TierTerms, int]]) -> bool:
    """Whether it matters where this goes: something is sent, and not everywhere for the same."""
    everywhere = len(terms.zones) == 1 and EVERYWHERE_ELSE in terms.zones[0].countries
    return bool(terms.zones) and not everywhere and any(tier.ships for tier, _ in taken)


def _shipping(terms: Terms, taken: list[tuple[TierTerms, int]], country: str) -> list[Line]:
    if not terms.zones or not any(tier.ships for tier, _ in taken):
        return []
    if not country and asks_country(terms, taken):
        raise Refusal(N_("选一下寄到哪里，才算得出运费。"), field="country")
    zone = terms.zone_of(country)
    if zone is None:
        raise Refusal(N_("这个众筹不寄到你选的地区。"), field="country")
    sent = [(tier, n) for tier, n in taken if tier.ships]
    if terms.shipping_by == "weight":
        price = zone.by_weight(sum(tier.weight * n for tier, n in sent))
        return [Line("shipping", "", Money(price, terms.currency), 1)] if price else []
    away = next((tier for tier, _ in sent if zone.id not in tier.shipping), None)
    if away is not None:
        raise Refusal(N_("“%(tier)s”不寄到你选的地区。"), field="country", tier=away.title)
    return [
        Line("shipping", tier.title, Money(tier.shipping[zone.id], terms.currency), n)
        for tier, n in sent
        if tier.shipping[zone.id]
    ]


def _extra(terms: Terms, extra: int) -> Line:
    if not terms.takes_extra:
        raise Refusal(N_("这个众筹不收额外的金额。"), field="extra")
    if extra < 0:
        raise Refusal(N_("额外的金额不能是负数。"), field="extra")
    return Line("extra", "", Money(extra, terms.currency), 1)


def _choices(taken: list[tuple[TierTerms, int]], chosen: Mapping[str, int]) -> tuple[Choice, ...]:
    """Each thing with variants is chosen for every place; what has one variant only is chosen by itself."""
    wanted: dict[int, tuple[ItemTerms, int]] = {}
    for tier, n in taken:
        for item in (one for one in tier.items if one.variants):
            wanted[item.id] = (item, wanted.get(item.id, (item, 0))[1] + item.quantity * n)
    known = {variant.public_id for item, _ in wanted.values() for variant in item.variants}
    if any(n < 0 for n in chosen.values()) or any(n and variant not in known for variant, n in chosen.items()):
        raise Refusal(N_("选的规格不在这一单里，请重新选。"), field="choices")
    found: list[Choice] = []
    for item, n in wanted.values():
        each = [Choice(item.id, one.id, chosen.get(one.public_id, 0)) for one in item.variants]
        if len(each) == 1:
            each = [Choice(item.id, item.variants[0].id, n)]
        if sum(one.quantity for one in each) != n:
            sentence = N_("“%(item)s”一共 %(n)s 件，请选好每件的%(choice)s。")
            raise Refusal(sentence, field="choices", item=item.title, n=n, choice=item.choice)
        found += [one for one in each if one.quantity]
    return tuple(found)


def check_total(total: Money, seen: int | None = None) -> None:
    """Within what the provider charges at once, and no more than the page showed."""
    least = least_charge(total.currency)
    if total < least:
        raise Refusal(N_("一单最少 %(least)s 才能付款，请增加份数。"), field="quantity", least=least)
    most = most_charge(total.currency)
    if most < total:
        raise Refusal(N_("金额最多 %(most)s。"), field="quantity", most=most)
    if seen is not None and total.amount > seen:
        raise Refusal(N_("合计现在是 %(total)s，请看过后再按一次。"), total=total)
