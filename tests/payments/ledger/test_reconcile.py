"""Our books equal the provider's, to the cent; where they do not, it is seen."""

import pytest

from app.foundation.money import Money
from payments.ledger import rules
from payments.ledger.actions import book
from payments.ledger.reconcile import differences, reconcile
from payments.ledger.rules import Subject
from payments.refunds.actions import give_back_all
from tests.payments.makers import Shop


async def test_whole_campaigns_agree(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    card, wallet = await shop.promised(), await shop.paid()
    for pledge in (card, wallet):
        await shop.end(pledge)
    await give_back_all(card["id"], "staff")
    await shop.settle()
    assert await differences() == []
    assert await reconcile() == 0
    assert "equal" in capsys.readouterr().out


async def test_an_entry_that_the_provider_never_made_is_seen(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    pledge = await shop.paid()
    await book("planted", "paid", rules.paid(Subject(pledge["campaign"]), Money(1, "CNY")))
    [found] = await differences()
    assert (found.ours, found.theirs) == (Money(1, "CNY"), Money(0, "CNY"))
    assert await reconcile() == 1
    assert "1 in our books, 0 at the provider" in capsys.readouterr().out


async def test_a_payment_that_we_never_heard_of_is_seen(shop: Shop) -> None:
    await shop.fault("lost", "*")
    pledge = await shop.begin("alipay")
    await shop.pay(pledge)
    assert [(each.kind, each.ours.amount, each.theirs.amount) for each in await differences()] == [
        ("paid", 0, 1990),
        ("provider_fee", 0, -268),
    ]
    await shop.settle()
    assert await differences() == []
