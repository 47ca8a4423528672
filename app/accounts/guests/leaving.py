"""What is kept of a guest: one e-mail."""

from typing import Any

from app.accounts.leaving.kinds import Leaving
from app.foundation.database import execute, rows


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    return {"guest": await rows("select address, created_at as given_at from guest where member = {}", member)}


async def erase(leaving: Leaving) -> None:
    await execute("delete from guest where member = {} or lower(address) = any({})", leaving.member, list(leaving.addresses))
