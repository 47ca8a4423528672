"""Telling a backer that their late pledge is paid."""

from app.foundation.database import row
from app.foundation.money import Money
from app.notifications.actions import notify
from campaigns.pledging.linking import pledge_address


async def tell_late_paid(pledge_id: int) -> None:
    found = await row(
        """select p.public_id, p.backer, p.amount, p.currency, c.title, t.deliver_month
        from pledge p join campaign c on c.id = p.campaign join tier t on t.id = p.tier where p.id = {}""",
        pledge_id,
    )
    assert found is not None
    await notify(
        [found["backer"]],
        "pledge_late_paid",
        await pledge_address(found["public_id"], found["backer"]),
        campaign=found["title"],
        amount=Money(found["amount"], found["currency"]),
    )
