"""Every posting sums to zero, whatever the amounts; parts of a refund give up the fee of the whole."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.foundation.money import Money
from payments.ledger import rules
from payments.ledger.rules import Entry, Subject, balances

SUBJECT = Subject(campaign=1, pledge=2)
amounts = st.integers(1, 10**12)
percents = st.decimals(0, 100, places=2)


def sums(*postings: list[Entry]) -> dict[str, int]:
    found: dict[str, int] = {}
    for entry in (entry for posting in postings for entry in posting):
        found[entry.account] = found.get(entry.account, 0) + entry.amount.amount
    return {account: amount for account, amount in found.items() if amount}


@given(amounts, percents)
def test_every_posting_sums_to_zero(amount: int, percent: Decimal) -> None:
    money = Money(amount, "CNY")
    for entries in (
        rules.paid(SUBJECT, money),
        rules.provider_fee(SUBJECT, money),
        rules.collected(SUBJECT, money, percent),
        rules.refunded_held(SUBJECT, money),
        rules.refunded_collected(SUBJECT, money, Money(0, "CNY"), percent),
    ):
        assert balances(entries)
        assert balances(rules.reversed_entries(entries))
        assert all(entry.amount for entry in entries)


@given(amounts)
def test_held_money_given_back_leaves_nothing(amount: int) -> None:
    money = Money(amount, "HKD")
    assert sums(rules.paid(SUBJECT, money), rules.refunded_held(SUBJECT, money)) == {}


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=6), percents)
def test_refunded_parts_give_up_the_fee_of_the_whole(parts: list[int], percent: Decimal) -> None:
    whole, before, postings = Money(sum(parts), "CNY"), Money(0, "CNY"), []
    for part in parts:
        postings.append(rules.refunded_collected(SUBJECT, Money(part, "CNY"), before, percent))
        before += Money(part, "CNY")
    left = sums(rules.paid(SUBJECT, whole), rules.collected(SUBJECT, whole, percent), *postings)
    assert "platform_fee" not in left
    assert left.get("owed_to_brand", 0) == -left.get("payable_by_brand", 0)


def test_what_does_not_sum_to_zero_or_is_empty_is_no_posting() -> None:
    assert not balances([])
    assert not balances([Entry("clearing", Money(5, "CNY"), SUBJECT), Entry("owed_to_backers", Money(-5, "HKD"), SUBJECT)])
