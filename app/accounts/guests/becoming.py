"""Whoever proves a guest's e-mail becomes that guest, or takes over what was theirs."""

import json

from app.accounts.identities.tables import MemberMerge
from app.accounts.leaving.kinds import each
from app.foundation.database import execute, insert, row, transaction, value


async def adopt_guest(address: str) -> int | None:
    """The member that a guest with this e-mail has been all along; from now on they are no guest."""
    found = await row("delete from guest where address = {} returning member", address)
    return found["member"] if found else None


async def absorb_guest(address: str, into: int) -> None:
    """A member has proven this e-mail as a further one: what its guest began is theirs, recorded as any merging is."""
    async with transaction():
        guest = await value("select member from guest where address = {} for update", address)
        if guest is None or guest == into:
            return
        made = await insert(MemberMerge, from_member=guest, into_member=into, how="email", actor=into, moved="{}")
        moved: dict[str, int] = {}
        for merge in each("member_data", "merge"):
            moved |= await merge(guest, into)
        await execute("update member_merge set moved = {}::jsonb where id = {}", json.dumps(moved), made["id"])
        await execute("update member set merged_into = {} where id = {} or merged_into = {}", into, guest, guest)
