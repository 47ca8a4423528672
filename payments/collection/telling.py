"""Telling a backer what became of the charge."""

from typing import Any

from app.foundation.database import row
from app.foundation.money import Money
from app.notifications.actions import notify
from app.notifications.params import Said
from campaigns.pledging.linking import pledge_address
from payments.collection.rules import sentence_of


async def _tell(charge: dict[str, Any], event: str, **params: Any) -> None:
    pledge = await row(
        "select p.public_id, p.backer, c.title from pledge p join campaign c on c.id = p.campaign where p.id = {}",
        charge["pledge"],
    )
    assert pledge is not None
    address, amount = await pledge_address(pledge["public_id"], pledge["backer"]), Money(charge["amount"], charge["currency"])
    await notify([pledge["backer"]], event, address, about=pledge["public_id"], campaign=pledge["title"], amount=amount, **params)


async def tell_charged(charge: dict[str, Any]) -> None:
    await _tell(charge, "pledge_charged")


async def tell_refused(charge: dict[str, Any]) -> None:
    await _tell(charge, "charge_refused", until=charge["window_ends_at"], why=Said(sentence_of(charge["refusal_code"])))


async def tell_dropped(charge: dict[str, Any]) -> None:
    await _tell(charge, "pledge_dropped")
