"""Telling a backer that their pledge has become what they wanted."""

from app.foundation.database import row
from app.foundation.money import Money
from app.notifications.actions import notify
from campaigns.pledging.linking import pledge_address


async def tell_changed(change_id: int) -> None:
    found = await row(
        """select g.was, g.amount, p.public_id, p.backer, p.state, p.currency, p.quantity, c.title, c.deadline, t.title as tier
        from pledge_change g join pledge p on p.id = g.pledge join campaign c on c.id = p.campaign join tier t on t.id = p.tier
        where g.id = {}""",
        change_id,
    )
    assert found is not None
    await notify(
        [found["backer"]],
        "pledge_changed_saved" if found["state"] == "promised" else "pledge_changed_paid",
        await pledge_address(found["public_id"], found["backer"]),
        campaign=found["title"],
        tier=found["tier"],
        quantity=found["quantity"],
        was=Money(found["was"], found["currency"]),
        amount=Money(found["amount"], found["currency"]),
        deadline=found["deadline"],
    )
