"""What the books hold of a backer: sums, by ids. The card's name goes, the books stay."""

from typing import Any

from app.accounts.leaving.kinds import Hindrance, Leaving
from app.foundation.database import execute, rows
from app.foundation.i18n import N_
from app.foundation.money import Money
from app.foundation.queue import enqueue


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    payments = await rows(
        """select p.public_id as pledge, y.charge_id as provider_id, y.amount, y.refunded, y.currency, y.created_at as at
        from payment y join pledge p on p.id = y.pledge where p.backer = {} order by y.id""",
        member,
    )
    refunds = await rows(
        """select r.public_id as id, p.public_id as pledge, r.amount, r.currency, r.reason, r.state, r.created_at as at,
          r.ended_at from refund r join pledge p on p.id = r.pledge where p.backer = {} order by r.id""",
        member,
    )
    return {
        "payments": [_in_major_units(one) for one in payments],
        "refunds": [_in_major_units(one) for one in refunds],
        "cards": await rows(
            """select p.public_id as pledge, s.label, s.created_at as saved_at from saved_method s
            join pledge p on p.id = s.pledge where p.backer = {} order by s.id""",
            member,
        ),
    }


def _in_major_units(one: dict[str, Any]) -> dict[str, Any]:
    return {name: str(Money(it, one["currency"]).major) if name in ("amount", "refunded") else it for name, it in one.items()}


async def hindrances(member: int) -> list[Hindrance]:
    """Money on its way back needs somebody to come back to."""
    found = await rows(
        """select distinct p.public_id from refund r join pledge p on p.id = r.pledge
        where p.backer = {} and r.state in ('intended', 'pending')""",
        member,
    )
    return [Hindrance(N_("有一笔退款还在路上。"), f"/pledges/{one['public_id']}", N_("去看这笔支持")) for one in found]


async def erase(leaving: Leaving) -> None:
    """The provider's ids stay with the charge and the payment, which the books need; of the card, nothing, here or there."""
    customers = await rows(
        """select distinct s.customer_id as id from saved_method s join pledge p on p.id = s.pledge
        where p.backer = {} and s.customer_id <> 'erased'""",
        leaving.member,
    )
    for one in customers:
        await enqueue("forget_customer", {"customer": one["id"]})
    await execute(
        """update saved_method s set label = '', customer_id = 'erased', method_id = 'erased' from pledge p
        where p.id = s.pledge and p.backer = {}""",
        leaving.member,
    )
    await execute("update checkout_session s set url = '' from pledge p where p.id = s.pledge and p.backer = {}", leaving.member)
