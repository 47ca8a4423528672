"""Verbs of a member: joining, the profile, the password."""

from datetime import timedelta

from app.accounts.addresses import Address
from app.accounts.guests.becoming import adopt_guest
from app.accounts.limits import limit, limit_for
from app.accounts.passwords import fits, hashed, is_outdated
from app.accounts.queries import profile_of
from app.accounts.rules import NEUTRAL_NAME, check_password
from app.accounts.sessions import end_all_sessions
from app.accounts.tables import Identity, Member, MemberProfile
from app.accounts.viewer import Viewer
from app.community.moderation.checking import check_text
from app.foundation import clock
from app.foundation.database import execute, insert, row, sole_lock, transaction, value
from app.foundation.i18n import N_, speaking, translate
from app.foundation.ids import new_id
from app.foundation.refusals import NotFound, Refusal, SlowDown
from app.notifications.actions import notify
from app.papers.actions import record_consents

WRONG_PASSWORD = N_("手机号、邮箱或密码不对。没有设过密码的话，请用验证码登录。")


async def member_with(kind: str, address: str) -> int | None:
    """Whose verified address this is."""
    return await value("select member from identity where kind = {} and address = {} and verified_at is not null", kind, address)


async def create_member(
    kind: str, address: str, name: str = "", *, lang: str, time_zone: str, ref: str = "", how: str = "joining"
) -> int:
    """The member with this verified address: a new one, or the guest who gave it, unless a second browser was quicker.

    `how` they agreed to the papers of joining; "" where nobody asked them yet.
    """
    async with transaction():
        await lock_address(kind, address)
        if known := await member_with(kind, address):
            return known
        member = await adopt_guest(address) if kind == "email" else None
        if member is None:
            member = (await insert(Member, ref=ref, is_staff=False))["id"]
            name = name or neutral_name(lang)
            await insert(MemberProfile, member=member, name=name, lang=lang, time_zone=time_zone, bio="", avatar="")
        await insert(Identity, member=member, kind=kind, address=address, verified_at=await clock.now())
        if how:
            await record_consents(member, ("terms", "privacy"), how)
        return member


async def lock_address(kind: str, address: str) -> None:
    """Held to the transaction's end by whoever gives this address to a member."""
    await sole_lock(f"identity:{kind}:{address}", 0)


async def hold_living(member: int) -> None:
    """Whoever has just left in another browser gets no further way in; to the transaction's end they don't leave."""
    held = "select 1 from member where id = {} and erased_at is null and merged_into is null for key share"
    if await row(held, member) is None:
        raise NotFound


def neutral_name(lang: str) -> str:
    """Before they say another: 粉丝k7m2."""
    with speaking(lang, "UTC"):
        return translate(NEUTRAL_NAME, tail=new_id()[:4])


async def edit_profile(viewer: Viewer, *, name: str, bio: str, avatar: str, lang: str, time_zone: str) -> None:
    async with transaction():
        await execute(
            "update member_profile set name = {}, bio = {}, avatar = {}, lang = {}, time_zone = {} where member = {}",
            name, bio, avatar, lang, time_zone, viewer.id,
        )  # fmt: skip
        await check_text("member", viewer.id, name=name, bio=bio)


async def remember_language(viewer: Viewer, lang: str) -> None:
    """The language that this member's mails are written in."""
    if viewer.is_signed_in and viewer.lang != lang:
        await execute("update member_profile set lang = {} where member = {}", lang, viewer.id)


async def sign_in_by_password(address: Address, password: str, place: str = "") -> int:
    """Whose address and password these are; the same refusal, as slowly, for an address that nobody has."""
    try:
        await limit_for(address.text, place, "password", most=10, in_all=50)
    except SlowDown:
        raise SlowDown(N_("密码试得太多次了。请用验证码登录，或者过一刻钟再试。")) from None
    found = await row(
        """select w.member, w.hash from password w join identity i on i.member = w.member
        where i.kind = {} and i.address = {} and i.verified_at is not null""",
        address.kind, address.text,
    )  # fmt: skip
    if not await fits(password, found["hash"] if found else None) or found is None:
        raise Refusal(WRONG_PASSWORD, field="password")
    if is_outdated(found["hash"]):
        await execute("update password set hash = {} where member = {}", await hashed(password), found["member"])
    return found["member"]


async def set_password(viewer: Viewer, password: str, *, current: str | None = None) -> None:
    """A first password, or a new one in place of the current one. All other browsers are signed out."""
    profile = await profile_of(viewer.id)
    if profile["has_password"]:
        await _prove(viewer, current or "")
    check_password(password, profile["email"] or profile["phone"] or "", profile["name"])
    new_hash = await hashed(password)
    async with transaction():
        await execute(
            "insert into password (member, hash) values ({}, {}) on conflict (member) do update set hash = excluded.hash",
            viewer.id, new_hash,
        )  # fmt: skip
        await end_all_sessions(viewer.id, but=viewer.session)
        await notify([viewer.id], "password_set", "/me/security")


async def remove_password(viewer: Viewer, current: str) -> None:
    """Signing in by code remains."""
    await _prove(viewer, current)
    async with transaction():
        await execute("delete from password where member = {}", viewer.id)
        await end_all_sessions(viewer.id, but=viewer.session)
        await notify([viewer.id], "password_removed", "/me/security")


async def _prove(viewer: Viewer, current: str) -> None:
    await limit("password-change", str(viewer.id), most=10, within=timedelta(minutes=15))
    if not await fits(current, await value("select hash from password where member = {}", viewer.id)):
        raise Refusal(N_("现在的密码不对。"), field="current")
