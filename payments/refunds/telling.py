"""Telling a backer that money came back."""

from typing import Any

from app.foundation.database import row
from app.foundation.money import Money
from app.notifications.actions import notify
from app.notifications.params import Said
from campaigns.pledging.linking import pledge_address
from payments.refunds.rules import why


async def tell_refunded(refund: dict[str, Any]) -> None:
    pledge = await row(
        "select p.public_id, p.backer, c.title from pledge p join campaign c on c.id = p.campaign where p.id = {}",
        refund["pledge"],
    )
    assert pledge is not None
    await notify(
        [pledge["backer"]],
        "pledge_refunded",
        await pledge_address(pledge["public_id"], pledge["backer"]),
        campaign=pledge["title"],
        amount=Money(refund["amount"], refund["currency"]),
        why=Said(why(refund["reason"])),
    )
