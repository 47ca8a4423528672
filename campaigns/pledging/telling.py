"""Telling a backer that their pledge is kept."""

from app.foundation.database import row
from app.foundation.money import Money
from app.notifications.actions import notify
from campaigns.gifting.actions import send_gift
from campaigns.pledging.linking import pledge_address


async def tell_kept(pledge_id: int) -> None:
    pledge = await row(
        """select p.public_id, p.backer, p.state, p.amount, p.currency, c.title, c.deadline
        from pledge p join campaign c on c.id = p.campaign where p.id = {}""",
        pledge_id,
    )
    assert pledge is not None
    await notify(
        [pledge["backer"]],
        f"pledge_{pledge['state']}",
        await pledge_address(pledge["public_id"], pledge["backer"]),
        campaign=pledge["title"],
        amount=Money(pledge["amount"], pledge["currency"]),
        deadline=pledge["deadline"],
    )
    await send_gift(pledge_id)
