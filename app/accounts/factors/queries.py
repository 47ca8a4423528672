"""Which second factors a member holds, and whether they must."""

from dataclasses import dataclass
from typing import Any

from app.foundation.database import row, rows, value


@dataclass(frozen=True, slots=True)
class Factors:
    passkeys: list[dict[str, Any]]
    has_totp: bool
    recovery_left: int
    is_obliged: bool

    @property
    def has_any(self) -> bool:
        return bool(self.passkeys) or self.has_totp


async def factors_of(member: int) -> Factors:
    found = await row(
        """select exists (select 1 from totp where member = m.id) as has_totp,
          (select count(*) from recovery_code where member = m.id and used_at is null) as recovery_left,
          m.is_staff or exists (select 1 from brand_member where member = m.id) as is_obliged
        from member m where m.id = {}""",
        member,
    )
    assert found is not None
    return Factors(passkeys=await passkeys_of(member), **found)


async def passkeys_of(member: int) -> list[dict[str, Any]]:
    return await rows(
        """select id, public_id, name, credential_id, transports, is_synced, created_at, used_at from passkey
        where member = {} order by id""",
        member,
    )


async def has_factors(member: int) -> bool:
    return await value(
        "select exists (select 1 from passkey where member = {}) or exists (select 1 from totp where member = {})", member, member
    )


async def is_obliged(member: int) -> bool:
    """A brand's team and staff handle others' money and addresses."""
    return await value(
        """select is_staff or exists (select 1 from brand_member b where b.member = m.id) from member m where id = {}""", member
    )
