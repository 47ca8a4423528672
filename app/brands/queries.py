"""Reads of brands and teams, starting from who looks."""

from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import row, rows
from app.foundation.refusals import NotFound
from app.site.profile import site


async def visible_brand(viewer: Viewer, public_id: str) -> dict[str, Any]:
    """The brand and the viewer's role in it ("" for none); NotFound where it isn't theirs to see."""
    found = await row(
        """select b.*, coalesce(t.role, '') as role from brand b
        left join brand_member t on t.brand = b.id and t.member = {}
        where b.public_id = {} and ((b.visibility = 'visible' and {} in ('', b.public_id)) or t.role is not null or {})""",
        viewer.id, public_id, site().single_brand, viewer.is_staff,
    )  # fmt: skip
    if found is None:
        raise NotFound
    return found


async def brands_of(member_id: int) -> list[dict[str, Any]]:
    """The brands that a member acts for, with their role."""
    return await rows(
        """select b.id, b.public_id, b.name, b.logo, t.role from brand b join brand_member t on t.brand = b.id
        where t.member = {} order by b.name""",
        member_id,
    )


async def team_of(brand: int) -> list[dict[str, Any]]:
    """Who acts for a brand, owners first."""
    return await rows(
        """select m.id as member, m.public_id, t.role, p.name, p.avatar from brand_member t
        join member m on m.id = t.member join member_profile p on p.member = m.id
        where t.brand = {} order by t.role <> 'owner', t.id""",
        brand,
    )


async def member_ids_of(brand: int, *roles: str) -> list[int]:
    """Those of a brand's team with one of these roles (all of it when none is named)."""
    found = await rows(
        "select member from brand_member where brand = {} and (cardinality({}::text[]) = 0 or role = any({})) order by id",
        brand, list(roles), list(roles),
    )  # fmt: skip
    return [one["member"] for one in found]


async def open_invitations(brand: int) -> list[dict[str, Any]]:
    return await rows(
        """select public_id, address, role, expires_at from brand_invitation
        where brand = {} and accepted_at is null and revoked_at is null and expires_at > app_now() order by id desc""",
        brand,
    )


async def invitation(public_id: str) -> dict[str, Any]:
    """An invitation that still stands, with what it is to; NotFound otherwise."""
    found = await row(
        """select i.id, i.public_id, i.role, i.address, i.brand, i.invited_by, b.name as brand_name,
          b.public_id as brand_public_id, b.logo
        from brand_invitation i join brand b on b.id = i.brand
        where i.public_id = {} and i.accepted_at is null and i.revoked_at is null and i.expires_at > app_now()""",
        public_id,
    )
    if found is None:
        raise NotFound
    return found
