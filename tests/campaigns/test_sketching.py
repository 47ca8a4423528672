"""An order that is still being filled in: priced as far as it goes, with what is missing named. No database."""

import pytest

from app.foundation.refusals import NotFound
from app.web.fields import FieldError
from campaigns.pledging.order_fields import Counts
from campaigns.pledging.quoting import ItemTerms, Order, Terms, TierTerms, VariantTerms, ZoneTerms
from campaigns.pledging.sketching import plain, shipping_to, ships_anywhere, sketch, wanted_of

SHADE = ItemTerms(7, "灯罩", "physical", 2, "颜色", (VariantTerms(1, "warm", "暖白"), VariantTerms(2, "black", "墨黑")))
LAMP = TierTerms(1, "lamp", "一盏", 1000, None, True, False, 0, 10, (SHADE,), {1: 0, 2: 300})
STAND = TierTerms(2, "stand", "支架", 200, None, False, True, 0, 10, (ItemTerms(8, "支架", "physical", 1),), {1: 50})
TERMS = Terms(
    campaign=1, version=1, currency="CNY", shipping_by="flat", takes_extra=True, tiers={"lamp": LAMP, "stand": STAND},
    zones=(ZoneTerms(1, "大陆", ("CN",)), ZoneTerms(2, "别处", ("*",))),
)  # fmt: skip


@pytest.mark.parametrize(
    ("order", "total", "gaps"),
    [
        (Order("lamp", 1, country="CN", choices={"warm": 2}), 1000, set()),
        (Order("lamp", 2, country="HK", choices={"warm": 4}), 2600, set()),
        (Order("lamp", 1), 1000, {"country", "choices"}),
        (Order("lamp", 1, country="CN", choices={"warm": 1}), 1000, {"choices"}),
        (Order("lamp", 1, unit_price=5, country="CN", choices={"warm": 2}), 1000, {"unit_price"}),
        (Order("lamp", 1, country="CN", extra=-5, choices={"warm": 2}), 1000, {"extra"}),
        (Order("lamp", 1, add_ons={"nobody's": 1}, country="CN", choices={"warm": 2}), 1000, {"add_ons"}),
        (Order("lamp", 1, add_ons={"stand": 1}, country="HK", choices={"warm": 2}), 1200, {"country"}),
        (Order("lamp", 0, country="CN", choices={"warm": 2}), 1000, {"quantity"}),
    ],
)
def test_what_can_t_be_read_is_left_out_and_named(order: Order, total: int, gaps: set[str]) -> None:
    sketched = sketch(TERMS, order)
    assert sketched is not None
    assert (sketched.quote.total.amount, set(sketched.gaps)) == (total, gaps)


def test_another_campaigns_tier_is_no_order_at_all() -> None:
    with pytest.raises(NotFound):
        sketch(TERMS, Order("elsewhere"))


def test_pieces_are_counted_over_all_places() -> None:
    assert [(one.item.id, one.pieces) for one in wanted_of(TERMS, Order("lamp", 3, add_ons={"stand": 1}))] == [(7, 6)]


def test_shipping_is_known_of_each_place_before_anything_is_chosen() -> None:
    order = Order("lamp", 2, add_ons={"stand": 1})
    assert ships_anywhere(TERMS, order)
    assert shipping_to(plain(TERMS), order, "CN") == 50
    assert shipping_to(plain(TERMS), order, "HK") is None, "the add-on goes nowhere else"
    assert shipping_to(plain(TERMS), Order("lamp", 2), "HK") == 600


def counted(**typed: str) -> dict[str, int]:
    counts = Counts("count.", picked="pick.")
    return counts.read(counts.gather("", {name.replace("__", "."): [text] for name, text in typed.items()}))


def test_numbers_and_picks_come_to_one_count() -> None:
    assert counted(count__warm="2", count__black="0", count__red="", other="9") == {"warm": 2}
    assert counted(pick__7="black", count__warm="1") == {"black": 1, "warm": 1}


@pytest.mark.parametrize("text", ["-1", "两个", "1.5", "1001", "9999999", "٣x"])
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(FieldError):
        counted(count__warm=text)
