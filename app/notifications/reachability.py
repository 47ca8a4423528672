"""Addresses that refuse mail: marked when they do, forgiven when something arrives there all the same."""

from typing import Any

from app.foundation.database import execute, rows


async def note_unreachable(address: str, why: str) -> None:
    await execute(
        """insert into unreachable (identity, why) select id, {} from identity
        where kind = 'email' and address = {} and verified_at is not null on conflict (identity) do nothing""",
        why[:200], address,
    )  # fmt: skip


async def note_reachable(address: str) -> None:
    await execute(
        "delete from unreachable u using identity i where i.id = u.identity and i.kind = 'email' and i.address = {}", address
    )


async def unreachable_addresses(member: int) -> list[dict[str, Any]]:
    """Each with the other addresses that mail now goes to instead, if there are any."""
    return await rows(
        """select i.address, u.created_at, exists (select from identity o where o.member = i.member and o.kind = 'email'
            and o.verified_at is not null and not exists (select from unreachable n where n.identity = o.id)) as has_another
        from unreachable u join identity i on i.id = u.identity where i.member = {} order by u.id""",
        member,
    )
