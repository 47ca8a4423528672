"""What a brand's team holds of a member, and that no brand is left without an owner."""

from typing import Any

from app.accounts.leaving.kinds import Hindrance, Leaving
from app.foundation.database import execute, rows
from app.foundation.i18n import N_


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    return {
        "brands": await rows(
            """select b.public_id as id, b.name, t.role, t.created_at as since from brand_member t join brand b on b.id = t.brand
            where t.member = {} order by t.id""",
            member,
        )
    }


async def hindrances(member: int) -> list[Hindrance]:
    """Brands whose only owner they are."""
    found = await rows(
        """select b.name, b.public_id from brand_member t join brand b on b.id = t.brand
        where t.member = {} and t.role = 'owner' and not exists (
          select 1 from brand_member o where o.brand = t.brand and o.role = 'owner' and o.member <> t.member)""",
        member,
    )
    return [
        Hindrance(
            N_("你是“%(brand)s”唯一的所有者。先把另一位成员设为所有者。"),
            f"/brands/{one['public_id']}/studio/team", N_("去团队页"), (("brand", one["name"]),),
        )
        for one in found
    ]  # fmt: skip


async def pictures_kept(leaving: Leaving) -> list[str]:
    """A brand's logo is the brand's."""
    found = await rows("select b.logo from brand b join picture p on p.public_id = b.logo where p.owner = {}", leaving.member)
    return [one["logo"] for one in found]


async def erase(leaving: Leaving) -> None:
    addresses = list(leaving.addresses)
    await execute(
        "delete from capability_link l using brand_invitation i"
        " where l.scope = 'invitation' and l.subject = i.public_id and i.address = any({})",
        addresses,
    )
    await execute("delete from brand_invitation where address = any({})", addresses)
    await execute("delete from brand_member where member = {}", leaving.member)
