"""The database keeps the ledger's promises, even against those who write SQL by hand."""

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.foundation.database import execute, transaction, value
from app.foundation.money import Money
from payments.ledger import rules
from payments.ledger.actions import book, check_now, entries_of
from payments.ledger.queries import account_sum, sums_by_account, sums_by_currency
from payments.ledger.rules import Subject

HERE = Subject(campaign=7, pledge=70)


async def one_booked(key: str = "paid:payment:1", amount: int = 1990) -> bool:
    return await book(key, "paid", rules.paid(HERE, Money(amount, "CNY")))


async def test_booking_a_key_again_does_nothing(db: None) -> None:
    assert await one_booked()
    assert not await one_booked(amount=5)
    assert await account_sum("clearing", campaign=7) == 1990
    assert await entries_of("paid:payment:1") == rules.paid(HERE, Money(1990, "CNY"))


async def test_a_booking_that_is_rolled_back_never_was(db: None) -> None:
    with pytest.raises(RuntimeError):
        async with transaction():
            await one_booked()
            raise RuntimeError
    assert await sums_by_account() == []
    assert await one_booked()


async def test_what_does_not_sum_to_zero_is_refused_before_it_is_written(db: None) -> None:
    with pytest.raises(ValueError, match="sum to zero"):
        await book("crooked", "paid", rules.paid(HERE, Money(5, "CNY"))[:1])


@pytest.mark.parametrize(
    "statement",
    [
        "update ledger_entry set amount = amount + 1",
        "delete from ledger_entry",
        "truncate ledger_entry",
        "update ledger_transaction set memo = 'other'",
        "delete from ledger_transaction",
        "truncate ledger_transaction cascade",
    ],
)
async def test_the_database_refuses_to_change_the_past(db: None, statement: str) -> None:
    await one_booked()
    await check_now()
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="only ever added to"):
        async with transaction():
            await execute(statement)
    assert await account_sum("clearing") == 1990


async def test_the_database_refuses_at_the_commit_what_does_not_sum_to_zero(db: None) -> None:
    await one_booked()
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="sum to zero"):
        async with transaction():
            await execute(
                "insert into ledger_entry (transaction, account, campaign, amount, currency)"
                " select id, 'clearing', 7, 1, 'CNY' from ledger_transaction"
            )
            await check_now()


async def test_currencies_do_not_make_up_for_one_another(db: None) -> None:
    made = await value("insert into ledger_transaction (key, kind) values ('mixed', 'paid') returning id")
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="sum to zero"):
        async with transaction():
            await execute(
                'insert into ledger_entry (transaction, account, campaign, amount, currency)'
                " values ({}, 'clearing', 7, 5, 'CNY'), ({}, 'owed_to_backers', 7, -5, 'HKD')",
                made, made,
            )  # fmt: skip
            await check_now()


async def test_a_transaction_without_entries_is_refused(db: None) -> None:
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="no entries"):
        async with transaction():
            await execute("insert into ledger_transaction (key, kind) values ('empty', 'paid')")
            await check_now()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["CNY", "HKD", "TWD"]), st.integers(1, 10**9)), min_size=1, max_size=8))
def test_every_currency_sums_to_zero_whatever_is_booked(own_database: str, booked: list[tuple[str, int]]) -> None:
    import asyncio

    from app.piccolo_conf import DB, connection_config

    async def book_them_all() -> None:
        DB.config = connection_config(own_database)
        outer = DB.transaction(allow_nested=False)
        await outer.__aenter__()
        try:
            for number, (currency, amount) in enumerate(booked):
                money = Money(amount, currency)
                await book(f"paid:{number}", "paid", rules.paid(HERE, money))
                if number % 2:
                    await book(f"back:{number}", "refunded", rules.refunded_held(HERE, money))
            await check_now()
            assert set((await sums_by_currency()).values()) == {0}
        finally:
            DB.current_transaction.set(None)
            await outer.rollback()
            await outer.connection.close()

    asyncio.run(book_them_all())
