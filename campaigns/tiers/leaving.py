"""Lists of those for whom a tier is hold addresses: one's own are told of and forgotten with whoever leaves."""

from typing import Any

from app.accounts.leaving.kinds import Leaving
from app.foundation.database import execute, rows


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    return {
        "guest_lists": await rows(
            """select c.public_id as campaign, c.title, t.title as tier, g.kind, g.address, g.created_at as added_at
            from tier_guest g join tier t on t.id = g.tier join campaign c on c.id = t.campaign
            join identity i on i.kind = g.kind and i.address = g.address
            where i.member = {} and i.verified_at is not null order by g.id""",
            member,
        )
    }


async def pictures_kept(leaving: Leaving) -> list[str]:
    """A tier's are its campaign's."""
    found = await rows(
        "select p.public_id from picture p where p.owner = {} and exists (select 1 from tier t where t.picture = p.public_id)",
        leaving.member,
    )
    return [one["public_id"] for one in found]


async def erase(leaving: Leaving) -> None:
    await execute("delete from tier_guest where lower(address) = any({})", list(leaving.addresses))
