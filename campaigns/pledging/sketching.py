"""An order that is not complete yet, as far as it can be priced: what the page shows while it is filled in. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.foundation.refusals import NotFound, Refusal
from campaigns.pledging.quoting import ItemTerms, Order, Quote, Terms, TierTerms, asks_country, quote


@dataclass(frozen=True, slots=True)
class Sketch:
    """`gaps`: by field, what stood in the way and was left out."""

    quote: Quote
    gaps: Mapping[str, Refusal]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A thing to be chosen in so many pieces."""

    item: ItemTerms
    pieces: int


def sketch(terms: Terms, order: Order) -> Sketch | None:
    """None where there is no price at all for this tier."""
    gaps: dict[str, Refusal] = {}
    for _ in range(8):
        try:
            return Sketch(quote(terms, order), gaps)
        except NotFound:
            raise
        except Refusal as refusal:
            if refusal.field in gaps:
                return None
            gaps[refusal.field] = refusal
            terms, order = _without(terms, order, refusal.field)
    return None


def _without(terms: Terms, order: Order, field: str) -> tuple[Terms, Order]:
    """The same order, but for what could not be read in it. What is chosen doesn't change a price; where it goes does."""
    match field:
        case "quantity":
            return terms, replace(order, quantity=1)
        case "add_ons":
            return terms, replace(order, add_ons={})
        case "unit_price":
            return terms, replace(order, unit_price=None)
        case "extra":
            return terms, replace(order, extra=0)
        case "country":
            return replace(terms, zones=()), order
        case _:
            return plain(terms), replace(order, choices={})


def plain(terms: Terms) -> Terms:
    """Without variants, where only the price is of interest."""
    tiers = {
        public_id: replace(tier, items=tuple(replace(item, variants=()) for item in tier.items))
        for public_id, tier in terms.tiers.items()
    }
    return replace(terms, tiers=tiers)


def taken_of(terms: Terms, order: Order) -> list[tuple[TierTerms, int]]:
    chosen = [(terms.tiers[one], n) for one, n in order.add_ons.items() if n > 0 and one in terms.tiers]
    return [(terms.tier(order.tier), order.quantity), *((tier, n) for tier, n in chosen if tier.is_add_on)]


def wanted_of(terms: Terms, order: Order) -> list[Wanted]:
    """What has to be chosen: each thing with several variants, over all places."""
    pieces: dict[int, Wanted] = {}
    for tier, n in taken_of(terms, order):
        for item in (one for one in tier.items if len(one.variants) > 1):
            before = pieces[item.id].pieces if item.id in pieces else 0
            pieces[item.id] = Wanted(item, before + item.quantity * n)
    return list(pieces.values())


def shipping_to(terms: Terms, order: Order, country: str) -> int | None:
    """What all of it costs to ship there; None where it isn't shipped. `terms` may be plain."""
    try:
        priced = quote(terms, replace(order, country=country, choices={}, extra=0, unit_price=None))
    except Refusal:
        return None
    return sum(line.amount.amount for line in priced.lines if line.kind == "shipping")


def ships_anywhere(terms: Terms, order: Order) -> bool:
    return asks_country(terms, taken_of(terms, order))
