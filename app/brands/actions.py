"""Verbs of a brand and its team."""

from datetime import timedelta
from typing import Any

from app.accounts.capabilities import capability_key, opens, revoke
from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.brands.desk import Desk
from app.brands.rules import INVITATION_DAYS, ROLE_WORDS, check_open_to_brands, check_owner_remains
from app.brands.tables import Brand, BrandInvitation, BrandMember
from app.community.moderation.checking import check_text
from app.foundation.database import execute, insert, row, rows, sole_lock, transaction
from app.foundation.i18n import N_, language
from app.foundation.ids import new_id
from app.foundation.refusals import NotFound, Refusal
from app.media.actions import attach
from app.notifications.actions import mail_to, notify
from app.notifications.params import Named, Said
from app.site.profile import site

GONE = N_("这份邀请已经失效了，请让对方再发一次。")


async def create_brand(viewer: Viewer, *, name: str, story: str = "", logo: str = "", time_zone: str = "") -> dict[str, Any]:
    """A brand whose first owner is whoever made it."""
    check_open_to_brands(site().single_brand)
    await limit("brand", str(viewer.id), most=5, within=timedelta(days=1))
    async with transaction():
        kept = await attach(viewer.id, [logo] if logo else [])
        brand = await insert(
            Brand, name=name, story=story, logo=kept[0] if kept else "", lang=language.get(), created_by=viewer.id,
            time_zone=time_zone or viewer.time_zone,
            visibility="visible", hidden_reason="",
        )  # fmt: skip
        await insert(BrandMember, brand=brand["id"], member=viewer.id, role="owner")
        await check_text("brand", brand["id"], name=name, story=story, is_new=True, author=viewer.id)
        return brand


async def edit_brand(viewer: Viewer, desk: Desk, *, name: str, story: str, logo: str, time_zone: str = "") -> None:
    async with transaction():
        kept = await attach(viewer.id, [logo] if logo and logo != desk.logo else [])
        await execute(
            """update brand set name = {}, story = {}, logo = {}, lang = {},
              time_zone = coalesce(nullif({}, ''), time_zone) where id = {}""",
            name, story, kept[0] if kept else desk.logo, language.get(), time_zone, desk.brand,
        )  # fmt: skip
        await check_text("brand", desk.brand, name=name, story=story, author=viewer.id)


async def invite(viewer: Viewer, desk: Desk, address: str, role: str) -> str:
    """Mail an invitation; an older one to the same address is replaced."""
    await limit("invitation", str(desk.brand), most=30, within=timedelta(days=1))
    await limit("invitation-by", str(viewer.id), most=60, within=timedelta(days=1))
    async with transaction():
        if await row(
            """select 1 from brand_member t join identity i on i.member = t.member
            where t.brand = {} and i.kind = 'email' and i.address = {} and i.verified_at is not null""",
            desk.brand, address,
        ):  # fmt: skip
            raise Refusal(N_("这个人已经在团队里了。"), field="email")
        for old in await rows(
            """select public_id from brand_invitation
            where brand = {} and address = {} and accepted_at is null and revoked_at is null""",
            desk.brand, address,
        ):  # fmt: skip
            await revoke_invitation(desk, old["public_id"])
        public_id = await _insert_invitation(viewer, desk, address, role)
        key = await capability_key("invitation", public_id, lasting=timedelta(days=INVITATION_DAYS))
        url = f"/invitations/{public_id}?key={key}"
        await mail_to(
            address, "brand_invitation", url, lang=language.get(),
            name=Named(viewer.id), brand=desk.name, role=Said(ROLE_WORDS[role]), days=INVITATION_DAYS,
        )  # fmt: skip
        return public_id


async def _insert_invitation(viewer: Viewer, desk: Desk, address: str, role: str) -> str:
    made = await rows(
        f"""insert into {BrandInvitation._meta.tablename} (public_id, brand, address, role, invited_by, expires_at)
        values ({{}}, {{}}, {{}}, {{}}, {{}}, app_now() + make_interval(days => {{}})) returning public_id""",
        new_id(), desk.brand, address, role, viewer.id, INVITATION_DAYS,
    )  # fmt: skip
    return made[0]["public_id"]


async def revoke_invitation(desk: Desk, public_id: str) -> None:
    async with transaction():
        revoked = await rows(
            """update brand_invitation set revoked_at = app_now()
            where public_id = {} and brand = {} and accepted_at is null and revoked_at is null returning id""",
            public_id, desk.brand,
        )  # fmt: skip
        if not revoked:
            raise Refusal(N_("这份邀请已经用过或撤回了。"))
        await revoke("invitation", public_id)


async def accept_invitation(viewer: Viewer, public_id: str, key: str) -> dict[str, Any]:
    """Join the team, once: whoever comes second with the same link is refused."""
    if not await opens(key, "invitation", public_id):
        raise Refusal(GONE)
    async with transaction():
        taken = await row(
            """update brand_invitation i set accepted_at = app_now() from brand b
            where b.id = i.brand and i.public_id = {} and accepted_at is null and revoked_at is null and expires_at > app_now()
            returning i.brand, i.role, i.invited_by, b.public_id, b.name""",
            public_id,
        )
        if taken is None:
            raise Refusal(GONE)
        joined = await rows(
            """insert into brand_member (brand, member, role) values ({}, {}, {})
            on conflict (brand, member) do nothing returning id""",
            taken["brand"], viewer.id, taken["role"],
        )  # fmt: skip
        if not joined:
            raise Refusal(N_("你已经在这个团队里了。"))
        await revoke("invitation", public_id)
        await notify(
            [taken["invited_by"]],
            "team_joined",
            f"/brands/{taken['public_id']}/studio/team",
            name=Named(viewer.id),
            brand=taken["name"],
        )
        return taken


async def change_role(desk: Desk, member_public_id: str, role: str) -> None:
    async with transaction():
        member, owners = await _locked_team(desk, member_public_id)
        if role != "owner" and member in owners:
            check_owner_remains(owners, member)
        await execute("update brand_member set role = {} where brand = {} and member = {}", role, desk.brand, member)


async def remove_from_team(desk: Desk, member_public_id: str) -> None:
    """Also how one leaves oneself."""
    async with transaction():
        member, owners = await _locked_team(desk, member_public_id)
        if member in owners:
            check_owner_remains(owners, member)
        await execute("delete from brand_member where brand = {} and member = {}", desk.brand, member)


async def _locked_team(desk: Desk, member_public_id: str) -> tuple[int, set[int]]:
    """The member meant, and all owners; two owners who leave at once do it one after the other."""
    await sole_lock("team", desk.brand)
    team = await rows(
        "select m.id, m.public_id, t.role from brand_member t join member m on m.id = t.member where t.brand = {}", desk.brand
    )
    member = next((one["id"] for one in team if one["public_id"] == member_public_id), None)
    if member is None:
        raise NotFound(N_("这个人已经不在团队里了。"))
    return member, {one["id"] for one in team if one["role"] == "owner"}
