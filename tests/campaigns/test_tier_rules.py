"""Decisions about tiers, their prices, variants, zones and stretch goals, without a database."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.money import EXPONENTS, Money
from app.foundation.refusals import Refusal
from campaigns.contents.rules import VariantRow, check_growth, check_variants, free_sku
from campaigns.drafting.rules import _dated
from campaigns.pledging.methods import METHODS
from campaigns.rules import Numbers
from campaigns.stretching.rules import check_item, check_target, is_lit, missing
from campaigns.tiers.fees import FIXED, PERCENT, provider_fee
from campaigns.tiers.guest_rules import read_guests
from campaigns.tiers.minimums import LEAST_CHARGE
from campaigns.tiers.netting import net_of
from campaigns.tiers.pricing import by_weight, freights_of, price_shown
from campaigns.tiers.rules import Asked, check_asked, check_cap, check_may_end, least_places, phase, without_usual
from campaigns.zoning.rules import check_places, check_weights, known_places, without_freight

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
DEADLINE = NOW + timedelta(days=30)
CURRENCIES = st.sampled_from(sorted(EXPONENTS))


def asked(**more: Any) -> Asked:
    return Asked(**({"price": 1990, "currency": "CNY", "kinds": ("physical",)} | more))


def refusal(**more: Any) -> Refusal:
    donations = more.pop("no_donations", False)
    with pytest.raises(Refusal) as refused:
        check_asked(asked(**more), DEADLINE, NOW, no_donations=donations)
    return refused.value


@given(CURRENCIES, st.integers(1, 10**8), st.integers(0, 10**6), st.decimals(0, 30, places=2), st.sampled_from(sorted(PERCENT)))
def test_all_parts_of_a_price_add_up(currency: str, price: int, shipping: int, percent: Decimal, method: str) -> None:
    net = net_of(Money(price, currency), percent, method=method, shipping=Money(shipping, currency))
    assert net.rest + net.platform + net.provider + net.shipping == net.charged
    assert net.charged.amount == price + shipping
    assert 0 <= net.provider.amount <= net.charged.amount
    assert net.rest.amount <= price


@given(CURRENCIES, st.integers(0, 10**8), st.integers(0, 1000))
def test_a_dearer_price_never_leaves_less(currency: str, above_least: int, more: int) -> None:
    """But for a unit lost in rounding two percentages."""
    price = LEAST_CHARGE[currency] + above_least
    lower, higher = (net_of(Money(one, currency), Decimal(5)).rest.amount for one in (price, price + more))
    assert higher >= lower - 2


def test_a_small_ticket_loses_most_of_itself_to_the_fixed_fee() -> None:
    net = net_of(Money(400, "CNY"), Decimal(5))
    assert (net.platform, net.provider, net.rest) == (Money(20, "CNY"), Money(214, "CNY"), Money(166, "CNY"))
    assert net_of(Money(100, "CNY"), Decimal(5)).rest.amount < 0, "a single one of these is sold at a loss, and it shows"


def test_every_currency_and_method_has_its_fee() -> None:
    assert FIXED.keys() == EXPONENTS.keys() and PERCENT.keys() == METHODS.keys()
    assert provider_fee("card", "HKD").of(Money(10_000, "HKD")) == Money(575, "HKD")


@given(st.text(max_size=20))
def test_whatever_stands_in_the_price_field_breaks_nothing(typed: str) -> None:
    campaign = {"currency": "CNY", "launched_at": NOW, "fee_percent": Decimal(5), "shipping_by": "flat"}
    shown = price_shown(campaign, typed, [])
    assert shown is None or shown.first.price.amount > 0


def test_wallets_stand_only_where_they_take_the_currency() -> None:
    campaign = {"launched_at": NOW, "fee_percent": Decimal(5), "shipping_by": "flat"}
    hkd = price_shown(campaign | {"currency": "HKD"}, "100", [("香港", 0), ("别处", 2500)])
    twd = price_shown(campaign | {"currency": "TWD"}, "600", [])
    assert hkd and twd
    assert [net.method for net in hkd.nets] == ["card", "alipay", "wechat_pay"] and [net.method for net in twd.nets] == ["card"]
    assert hkd.elsewhere[0][1] < hkd.first.rest, "its freight is charged too, and costs a share of it"


@given(CURRENCIES, st.integers(1, 10**6))
def test_so_many_places_reach_the_least_charge_and_one_less_does_not(currency: str, price: int) -> None:
    least = least_places(price, currency)
    assert least * price >= LEAST_CHARGE[currency] and (least == 1 or (least - 1) * price < LEAST_CHARGE[currency])


@given(CURRENCIES, st.integers(1, 10**6), st.integers(1, 100), st.none() | st.integers(1, 100), st.none() | st.integers(1, 100))
def test_a_ticket_is_as_cheap_as_one_backer_can_still_pay_for(
    currency: str, price: int, per_backer: int, cap: int | None, here: int | None
) -> None:
    most = min(one for one in (per_backer, cap, here) if one is not None)
    tier = asked(price=price, currency=currency, per_backer=per_backer, cap=cap, campaign_cap=here)
    if price * most >= LEAST_CHARGE[currency]:
        check_asked(tier, DEADLINE, NOW)
    else:
        with pytest.raises(Refusal, match="一单最少"):
            check_asked(tier, DEADLINE, NOW)
    check_asked(asked(price=price, currency=currency, is_add_on=True), DEADLINE, NOW)


@pytest.mark.parametrize(
    ("field", "says", "more"),
    [
        ("late_price", "早支持的人吃亏", {"late_price": 1989}),
        ("usual_price", "高于", {"usual_price": 1990, "cap": 5}),
        ("usual_price", "要有个头", {"usual_price": 2990}),
        ("usual_price", "不能一起用", {"usual_price": 2990, "cap": 5, "price_is_open": True}),
        ("closes_at", "开始时间之后", {"opens_at": NOW + timedelta(days=3), "closes_at": NOW + timedelta(days=3)}),
        ("closes_at", "已经过了", {"closes_at": NOW}),
        ("opens_at", "已经截止", {"opens_at": DEADLINE}),
        ("only_for", "不是从创意来的", {"only_for": "supporters"}),
        ("least_backed", "几次", {"only_for": "backers"}),
        ("price", "随人出", {"price_is_open": True, "no_donations": True}),
        ("item", "只有鸣谢", {"kinds": ("credit", "credit"), "no_donations": True}),
    ],
)
def test_what_cannot_be_says_why_at_its_field(field: str, says: str, more: dict[str, Any]) -> None:
    refused = refusal(**more)
    assert refused.field == field and says in refused.text()


def test_an_early_bird_ends_by_count_or_by_date() -> None:
    for end in ({"cap": 20}, {"closes_at": NOW + timedelta(days=2)}):
        check_asked(asked(usual_price=2990, **end), DEADLINE, NOW)
    check_asked(asked(kinds=("credit",), price_is_open=True), DEADLINE, NOW)
    check_asked(asked(kinds=("credit", "physical")), DEADLINE, NOW, no_donations=True)


def test_a_price_struck_out_must_be_a_price_that_somebody_pays() -> None:
    bird = {"price": 1990, "usual_price": 2990, "is_add_on": False, "secret": False}
    usual = {"price": 2990, "usual_price": None, "is_add_on": False, "secret": False}
    assert without_usual([bird]) == [bird]
    assert without_usual([bird, usual | {"price": 3990}]) == [bird]
    assert without_usual([bird, usual | {"secret": True}]) == [bird]
    assert without_usual([bird, usual]) == []


@pytest.mark.parametrize("state", ["draft", "changes_requested"])
@given(old=st.none() | st.integers(1, 100), new=st.none() | st.integers(1, 100))
def test_a_draft_s_caps_are_free(state: str, old: int | None, new: int | None) -> None:
    check_cap(state, old, new, 0)


@given(old=st.integers(1, 100), new=st.integers(1, 200), held=st.integers(0, 100))
def test_a_public_cap_only_grows_and_never_under_what_is_held(old: int, new: int, held: int) -> None:
    held = min(held, old)
    if new >= old:
        check_cap("live", old, new, held)
    else:
        with pytest.raises(Refusal):
            check_cap("live", old, new, held)


def test_a_tier_ends_once_and_only_while_it_runs() -> None:
    check_may_end("live", None, NOW)
    check_may_end("live", NOW + timedelta(days=1), NOW)
    for state, closes in (("live", NOW), ("draft", None), ("succeeded", None)):
        with pytest.raises(Refusal):
            check_may_end(state, closes, NOW)


def test_a_tier_is_ahead_open_gone_or_ended() -> None:
    tier: dict[str, Any] = {"opens_at": None, "closes_at": None, "cap": None, "places_left": None}
    assert phase(tier, NOW) == "open"
    assert phase(tier | {"opens_at": NOW + timedelta(seconds=1)}, NOW) == "ahead"
    assert phase(tier | {"cap": 3, "places_left": 0}, NOW) == "gone"
    assert phase(tier | {"closes_at": NOW, "cap": 3, "places_left": 2}, NOW) == "ended"


ROWS = st.lists(st.builds(VariantRow, st.text("abc", min_size=1, max_size=2), st.text("XY", max_size=2)), max_size=5)


@given(ROWS, st.dictionaries(st.text("XY", min_size=1, max_size=2), st.just("别的"), max_size=3))
def test_names_and_stock_numbers_are_each_one_variant_s_own(rows: list[VariantRow], elsewhere: dict[str, str]) -> None:
    titles, skus = [row.title for row in rows], [row.sku for row in rows if row.sku]
    fine = len(set(titles)) == len(titles) and len(set(skus)) == len(skus) and not set(skus) & elsewhere.keys() and rows
    if fine:
        check_variants("颜色", rows, elsewhere)
    else:
        with pytest.raises(Refusal):
            check_variants("颜色", rows, elsewhere)


def test_a_choice_needs_a_word_and_something_to_choose() -> None:
    check_variants("", [], {})
    for choice, rows in (("", [VariantRow("白")]), ("颜色", [])):
        with pytest.raises(Refusal):
            check_variants(choice, rows, {})


def test_after_the_submission_variants_only_come_on_top() -> None:
    white, black = VariantRow("白", "A", "v1"), VariantRow("黑", "B", "v2")
    assert check_growth([white, black], [white, black, VariantRow("红")]) == [VariantRow("红")]
    for known, wanted in (
        ([white, black], [white]),
        ([white], [VariantRow("米白", "A", "v1")]),
        ([], [VariantRow("红")]),
    ):
        with pytest.raises(Refusal):
            check_growth(known, wanted)


@given(st.sets(st.sampled_from(["01-01", "01-02", "01-03", "02-01"])))
def test_a_number_of_ours_is_nobody_else_s(taken: set[str]) -> None:
    assert free_sku(1, taken) not in taken


def test_a_country_lies_in_one_zone() -> None:
    check_places(["CN"], [("香港", ["HK"])])
    with pytest.raises(Refusal, match="已经在“东亚”里了"):
        check_places(["CN", "JP"], [("香港", ["HK"]), ("东亚", ["JP", "KR"])])
    with pytest.raises(Refusal):
        check_places(["*"], [("别处", ["*"])])
    with pytest.raises(Refusal, match="至少选一个"):
        check_places([], [])
    assert known_places(["HK", "*", "XX", "HK", "CN"]) == ["CN", "HK", "*"]


@given(st.integers(1, 5000), st.integers(0, 5000), st.integers(1, 3000), st.integers(0, 3000), st.integers(0, 100_000))
def test_weight_is_paid_by_what_was_begun(first: int, first_price: int, more: int, more_price: int, grams: int) -> None:
    zone = {
        "id": 1, "title": "", "first_grams": first, "first_price": first_price, "next_grams": more, "next_price": more_price,
    }  # fmt: skip
    steps = 0 if grams <= first else -(-(grams - first) // more)
    assert by_weight(zone, grams) == first_price + steps * more_price
    typed = {"currency": "CNY", "shipping_by": "weight"}
    assert freights_of(typed, [zone], {}, str(grams)) == ([("", by_weight(zone, grams))] if grams else [])


def test_a_price_for_more_weight_says_for_how_much_more() -> None:
    check_weights(500, None, 0)
    for first, more, price in ((None, 500, 100), (500, None, 100)):
        with pytest.raises(Refusal):
            check_weights(first, more, price)


def test_whoever_sends_something_says_what_that_costs() -> None:
    sent = {"title": "台灯", "items": [{"kind": "physical"}], "weight": 0, "freight": {}}
    thanks = {"title": "鸣谢", "items": [{"kind": "credit"}], "weight": 0, "freight": {}}
    assert without_freight("flat", [], [sent]) == [], "without zones it is in the price"
    assert without_freight("flat", [{}], [sent, thanks]) == ["台灯"]
    assert without_freight("flat", [{}], [sent | {"freight": {"z": 0}}]) == []
    assert without_freight("weight", [{}], [sent, thanks, sent | {"title": "灯", "weight": 5}]) == ["台灯"]


@given(st.sampled_from(["amount", "backers"]), st.integers(1, 1000), st.integers(0, 1000), st.integers(0, 1000))
def test_a_stretch_goal_is_lit_when_nothing_is_missing(by: str, target: int, pledged: int, backers: int) -> None:
    numbers = Numbers(pledged=pledged, backers=backers)
    goal = {"by": by, "target": target, "reached": None}
    assert is_lit(goal, numbers) == (missing(goal, numbers) == 0)
    assert is_lit(goal | {"reached": True}, Numbers()) and not is_lit(goal | {"reached": False}, Numbers(10**6, 10**6))


def test_a_stretch_goal_lies_further_than_the_goal_and_than_things_are() -> None:
    campaign = {"goal": 100, "currency": "CNY", "funding": "all_or_nothing", "launched_at": NOW}
    check_target("amount", 101, campaign, Numbers(pledged=100))
    check_target("backers", 2, campaign, Numbers(backers=1))
    for by, target, numbers in (("amount", 100, Numbers()), ("amount", 150, Numbers(150, 1)), ("backers", 3, Numbers(0, 3))):
        with pytest.raises(Refusal):
            check_target(by, target, campaign, numbers)


def test_what_is_unlocked_needs_no_choice_and_a_tier() -> None:
    check_item(None, [])
    check_item({"choice": ""}, [1])
    for item, tiers in (({"choice": "颜色"}, [1]), ({"choice": ""}, [])):
        with pytest.raises(Refusal):
            check_item(item, tiers)


LISTED = st.sampled_from(["fan@people.test", "+8613800138000", "阿树 <shu@people.test>", "老王，13900139000，wang@people.test"])
JUNK = st.sampled_from(["邮箱", "张三", "not an address", "1380013", "a@b", "@@@@", "１３８"])


@given(st.lists(LISTED, max_size=6), st.lists(JUNK, max_size=6), st.randoms())
def test_a_pasted_list_is_understood_line_by_line(known: list[str], junk: list[str], random: Any) -> None:
    lines = known + junk
    random.shuffle(lines)
    read = read_guests("\n\n".join(lines), ["CN"])
    assert sorted(line for _, line in read.unread) == sorted(junk)
    assert all("\n\n".join(lines).splitlines()[number - 1] == line for number, line in read.unread)
    assert len(read.found) == len(set(read.found))
    assert {kind for kind, _ in read.found} <= {"email", "phone"}
    assert len(read.found) >= len(set(known))


def test_addresses_are_kept_as_an_identity_keeps_them() -> None:
    text = "Shu <SHU@People.test>; 138 0013 8000\t+852 9123 4567, 旧号 1380013800"
    read = read_guests(text, ["CN"])
    assert set(read.found) == {("email", "shu@people.test"), ("phone", "+8613800138000"), ("phone", "+85291234567")}
    assert read.unread == ((1, text),), "what looks like a number and is none is told of, though the rest was taken"


@pytest.mark.parametrize(
    ("month", "is_dated"),
    [(date(2027, 1, 1), True), (date(2032, 12, 1), True), (date(2033, 1, 1), False), (date(9999, 12, 1), False)],
)
def test_a_month_written_before_there_was_a_deadline_is_asked_again_with_it(month: date, is_dated: bool) -> None:
    """Else the right to a refund that comes with the month would never come."""
    assert _dated({"deliver_month": month}, datetime(2027, 1, 31, tzinfo=UTC)) is is_dated
