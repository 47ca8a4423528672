"""Telling a backer what their perks need, and that they are on the way."""

from typing import Any

from app.accounts.capabilities import capability_key
from app.foundation.database import row
from app.notifications.actions import notify
from app.notifications.params import Said
from campaigns.fulfilment.carriers import CARRIERS


async def perk_address(public_id: str, backer: int) -> str:
    """An address that needs no cookie: mails are opened in other browsers."""
    return f"/perks/{public_id}?key={await capability_key('perk', public_id, member=backer)}"


async def tell_owed(pledge_id: int) -> None:
    found = await row(
        """select (select backer from perk where pledge = p.id order by id limit 1) as backer, c.title,
        (select public_id from perk where pledge = p.id order by kind <> 'physical', id limit 1) as perk,
        exists (select from perk where pledge = p.id and state = 'answers_due') as address_due
        from pledge p join campaign c on c.id = p.campaign where p.id = {}""",
        pledge_id,
    )
    assert found is not None
    event = "perk_address_needed" if found["address_due"] else "perk_owed"
    url = await perk_address(found["perk"], found["backer"])
    await notify([found["backer"]], event, url, about=found["perk"], campaign=found["title"])


async def tell_dispatched(backer: int, perks: list[dict[str, Any]], carrier: str, number: str) -> None:
    titles = list(dict.fromkeys(perk["title"] for perk in perks))
    url = await perk_address(perks[0]["public_id"], backer)
    await notify([backer], "perk_dispatched", url, perks=titles, carrier=Said(CARRIERS[carrier]), number=number)
