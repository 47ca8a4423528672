"""What a pledge's page says about its money: the card, the charge, the way to pay, what went back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.foundation.database import row, rows
from app.foundation.money import Money
from payments.collection.rules import sentence_of
from payments.refunds.rules import why


@dataclass(frozen=True, slots=True)
class Statement:
    """`refusal` is a sentence where the last attempt was refused; `next_try_at` where we shall try again by ourselves."""

    amount: Money
    card: str
    charged_at: datetime | None
    refusal: str
    next_try_at: datetime | None
    pay_until: datetime | None
    refunds: list[dict[str, Any]]


async def statement_of(pledge: dict[str, Any]) -> Statement:
    charge = await row("select * from charge where pledge = {}", pledge["id"]) or {}
    card = await row("select label from saved_method where pledge = {}", pledge["id"]) or {"label": ""}
    refused = charge.get("state") == "refused"
    return Statement(
        amount=Money(pledge["amount"], pledge["currency"]),
        card=_card(card["label"]),
        charged_at=charge.get("succeeded_at"),
        refusal=sentence_of(charge["refusal_code"]) if refused else "",
        next_try_at=charge["next_try_at"] if refused else None,
        pay_until=charge.get("window_ends_at"),
        refunds=await _refunds(pledge["id"]),
    )


def _card(label: str) -> str:
    """“visa 4242” as Visa ····4242."""
    brand, _, last4 = label.rpartition(" ")
    return f"{brand.title()} ····{last4}" if brand else ""


async def _refunds(pledge: int) -> list[dict[str, Any]]:
    """One that failed is the operator's matter once it was tried again."""
    found = await rows(
        """select * from refund r where pledge = {} and (state <> 'failed' or not exists (
          select from refund later where later.again_of = r.id)) order by id""",
        pledge,
    )
    return [{**each, "money": Money(each["amount"], each["currency"]), "sentence": why(each["reason"])} for each in found]
