"""Pure decisions about campaigns, tiers and pledges."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.money import EXPONENTS, Money
from app.foundation.refusals import Refusal
from campaigns.drafting.rules import check_deadline, in_range, is_complete, needs
from campaigns.fulfilment.rules import FINISHED, IN_HAND, PERK
from campaigns.fulfilment.wording import SENTENCES, one_line
from campaigns.pledging import wording as pledge_wording
from campaigns.pledging.methods import METHODS, check_method, usable_methods
from campaigns.pledging.quoting import check_total
from campaigns.pledging.rules import COUNTED, PLACE_HELD, PLEDGE, Offer, check_offer
from campaigns.rules import CAMPAIGN, PUBLIC, Numbers, station, succeeds
from campaigns.sections.rules import SECTIONS
from campaigns.tiers.minimums import LEAST_CHARGE
from campaigns.tiers.rules import check_month, is_too_early
from campaigns.wording import STATES, standing

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


def offer(**changed: object) -> Offer:
    values = {
        "title": "一盏", "is_open": True, "is_over": False, "cap": 5, "taken": 3, "offered": 0, "waiting": 0,
        "my_offer": 0, "per_backer": 4, "mine": 0, "here": 0, "most_here": None, "on_team": False, "may_take": True,
    }  # fmt: skip
    return Offer(**{**values, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize("lifecycle", [CAMPAIGN, PLEDGE, PERK])
def test_every_state_that_is_led_to_is_declared(lifecycle: object) -> None:
    steps = lifecycle.steps  # type: ignore[attr-defined]
    assert {to for following in steps.values() for to in following} <= set(steps)


def test_every_state_has_its_words() -> None:
    assert set(STATES) == set(CAMPAIGN.states) >= set(PUBLIC)
    assert set(pledge_wording.STATES) == set(pledge_wording._SENTENCES) == set(pledge_wording._TRAIL) == set(PLEDGE.states)
    assert set(SENTENCES) == set(PERK.states)
    assert set(IN_HAND) <= set(FINISHED) <= set(PERK.states)


def test_what_is_counted_holds_a_place() -> None:
    assert set(COUNTED) <= set(PLACE_HELD) <= set(PLEDGE.states)


def test_a_place_let_go_is_never_held_again() -> None:
    """Freeing happens with the step; a way back would need a new claim."""
    gone = [state for state in PLEDGE.states if state not in PLACE_HELD]
    assert not [(origin, to) for origin in gone for to in PLEDGE.steps[origin] if to in PLACE_HELD]


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_goal_decides_unless_funding_is_flexible(pledged: int, goal: int) -> None:
    assert succeeds(pledged, goal, "all_or_nothing") == (pledged >= goal)
    assert succeeds(pledged, goal, "keep_it_all") == (pledged > 0)


def test_an_offer_gives_what_is_left_and_no_more() -> None:
    check_offer(offer(), 2)
    check_offer(offer(cap=None, taken=0), 4)
    for changed, quantity, said in (
        ({}, 3, "只剩 2 份"),
        ({"taken": 5}, 1, "认领完了"),
        ({"mine": 3, "cap": 50}, 2, "你已经有 3 份"),
        ({"is_open": False}, 1, "不接受支持"),
        ({"is_over": True}, 1, "已经截止"),
        ({"on_team": True}, 1, "自家"),
    ):
        with pytest.raises(Refusal, match=said):
            check_offer(offer(**changed), quantity)


def test_wallets_work_only_while_their_refund_term_reaches_beyond_the_deadline() -> None:
    def usable(days: int, currency: str = "CNY") -> list[str]:
        return [method.code for method in usable_methods(currency, NOW + timedelta(days=days), NOW)]

    assert usable(76) == ["alipay", "wechat_pay", "card"]
    assert usable(77) == ["wechat_pay", "card"]
    assert usable(167) == ["card"]
    assert usable(10, "TWD") == usable(10, "MOP") == ["card"]
    assert usable(10, "MYR") == ["alipay", "card"]


def test_every_currency_can_be_paid_and_has_its_least_charge() -> None:
    assert set(LEAST_CHARGE) == set(EXPONENTS) == METHODS["card"].currencies
    with pytest.raises(Refusal, match="不能付 TWD"):
        check_method("wechat_pay", "TWD", NOW, NOW)


def test_a_sum_reaches_the_least_charge_and_never_exceeds_what_was_seen() -> None:
    check_total(Money(400, "CNY"), 400)
    with pytest.raises(Refusal, match="最少"):
        check_total(Money(399, "CNY"))
    with pytest.raises(Refusal, match="合计现在是"):
        check_total(Money(500, "CNY"), 499)
    check_total(Money(999_999, "TWD"), 999_999)
    with pytest.raises(Refusal, match="最多 NT"):
        check_total(Money(1_000_000, "TWD"))


def test_a_campaign_runs_from_one_to_sixty_days() -> None:
    assert [in_range(NOW + timedelta(days=days), NOW) for days in (0.9, 1, 60, 60.1)] == [False, True, True, False]
    tier = {"deliver_month": date(2026, 12, 1), "price": 400}
    check_deadline(NOW + timedelta(days=20), [tier], NOW)
    with pytest.raises(Refusal, match="早于截止"):
        check_deadline(NOW + timedelta(days=40), [tier], NOW)
    with pytest.raises(Refusal, match="1 到 60 天"):
        check_deadline(None, [], NOW)


def test_a_delivery_month_may_be_the_deadlines_own() -> None:
    assert not is_too_early(date(2026, 12, 1), NOW)
    assert is_too_early(date(2026, 11, 1), NOW)


EMPTY = {
    "summary": "", "story": "", "cover": "", "goal": None, "deadline": None, "currency": "CNY", "risks": "", "category": "",
    "video": "",
}  # fmt: skip


def test_the_checklist_is_met_by_a_complete_draft() -> None:
    assert not any(need.is_met for need in needs(EMPTY, [], NOW, parts={}))
    whole = EMPTY | {
        "summary": "灯", "story": "字" * 20, "cover": "k7m2qx", "goal": 5, "deadline": NOW + timedelta(days=30),
        "risks": "险" * 20,
    }  # fmt: skip
    parts = {"budget": [{"amount": 2}, {"amount": 3}], "timeline": [{"title": "开模"}]}
    tiers = [{"deliver_month": date(2027, 6, 1), "price": 400}]
    assert is_complete(needs(whole, tiers, NOW, parts=parts)), "without video, team and answers: those are advice"
    short = needs(whole | {"goal": 6}, tiers, NOW, parts=parts)
    assert [need.section for need in short if not need.is_met and not need.is_advice] == ["budget"]


def test_every_need_leads_to_a_section_that_is_written() -> None:
    places = {need.place.partition("#")[0] for need in needs(EMPTY, [], NOW, parts={})}
    assert places <= {section.place for section in SECTIONS.values()}


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_the_three_numbers_never_exceed_what_was_pledged(collected: int, pending: int, dropped: int) -> None:
    pledged = collected + pending + dropped
    assert Numbers(pledged, 1, collected, pending).dropped == dropped


def test_standing_says_what_is_left_in_money_and_time() -> None:
    campaign = {"state": "live", "goal": 200_000, "currency": "CNY", "deadline": NOW + timedelta(days=3)}
    assert standing(campaign, Numbers(pledged=72_000), NOW) == "还差 ¥1,280，还有 3 天"
    assert standing(campaign, Numbers(pledged=200_000), NOW) == "已达标，还有 3 天"
    assert standing(campaign, Numbers(), NOW + timedelta(days=3)) == "时间到了，正在结算"


def test_a_campaign_stands_on_the_line_where_its_state_says() -> None:
    assert [station(state) for state in ("live", "failed", "collecting", "fulfilling", "completed")] == [
        "fund", "fund", "make", "make", "done",
    ]  # fmt: skip
    assert station("fulfilling", anything_dispatched=True) == "hand"


def test_an_address_is_written_as_in_its_country() -> None:
    parts = {"region": "浙江省", "city": "杭州市", "line1": "文三路 90 号", "line2": "", "postcode": "310000", "country": "CN"}
    assert one_line(parts) == "浙江省杭州市文三路 90 号 310000"
    abroad = parts | {"region": "CA", "city": "Oakland", "line1": "1 Main St", "postcode": "94601", "country": "US"}
    assert one_line(abroad) == "1 Main St, Oakland, CA 94601"


@pytest.mark.parametrize("month", [date(2026, 11, 1), date(2020, 1, 1), date(9999, 12, 1)])
def test_a_month_before_the_deadline_or_beyond_patience_is_no_promise(month: date) -> None:
    with pytest.raises(Refusal):
        check_month(month, NOW + timedelta(days=10))


def test_a_draft_without_a_deadline_may_name_any_month() -> None:
    check_month(date(2026, 1, 1), None)
