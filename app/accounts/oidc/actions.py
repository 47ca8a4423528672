"""Verbs of accounts held elsewhere: joining by one, adding one to a member, and waiting where an e-mail is somebody's already."""

from app.accounts.actions import create_member, hold_living, lock_address, member_with
from app.accounts.guests.becoming import absorb_guest
from app.accounts.identities.queries import other_ways_in
from app.accounts.identities.rules import check_removable
from app.accounts.oidc.providers import label_of
from app.accounts.oidc.queries import waiting_address
from app.accounts.oidc.tables import OidcWaiting
from app.accounts.tables import Identity
from app.accounts.viewer import Viewer, token_hash
from app.foundation import clock
from app.foundation.database import execute, insert, sole_lock, transaction, value
from app.foundation.i18n import N_
from app.foundation.refusals import NotFound, Refusal
from app.notifications.actions import notify

WAITING_MINUTES = 60


async def join_by(address: str, email: str, *, lang: str, time_zone: str, ref: str) -> int | None:
    """A new member by this account, with the e-mail that its provider has verified; None where that e-mail is a member's."""
    async with transaction():
        if email:
            await lock_address("email", email)
            if await member_with("email", email):
                return None
        member = await create_member("oidc", address, lang=lang, time_zone=time_zone, ref=ref)
        if email:
            await insert(Identity, member=member, kind="email", address=email, verified_at=await clock.now())
            await absorb_guest(email, member)
        return member


async def add_account(viewer: Viewer, address: str) -> None:
    """By whoever is signed in as this member and has just signed in there."""
    async with transaction():
        await lock_address("oidc", address)
        known = await member_with("oidc", address)
        if known == viewer.id:
            return
        if known:
            raise Refusal(N_("这个 %(label)s 账号已经连着另一个成员了。"), label=label_of(address))
        await hold_living(viewer.id)
        await insert(Identity, member=viewer.id, kind="oidc", address=address, verified_at=await clock.now())
        await notify([viewer.id], "oidc_added", "/me/security", label=label_of(address))


async def keep_waiting(address: str, browser: str) -> str:
    """Until this browser has signed in as a member by a code; the public id of what waits."""
    expires = await value("select app_now() + make_interval(mins => {})", WAITING_MINUTES)
    made = await insert(OidcWaiting, browser_hash=token_hash(browser), address=address, expires_at=expires)
    return made["public_id"]


async def add_waiting(viewer: Viewer, public_id: str, browser: str) -> str:
    """Its label."""
    address = await waiting_address(public_id, browser)
    async with transaction():
        await add_account(viewer, address)
        await execute("delete from oidc_waiting where public_id = {}", public_id)
    return label_of(address)


async def remove_account(viewer: Viewer, identity: int) -> str:
    """Never the last way in; its label."""
    async with transaction():
        await sole_lock("ways-in", viewer.id)
        address = await value("select address from identity where id = {} and member = {} and kind = 'oidc'", identity, viewer.id)
        if address is None:
            raise NotFound(N_("这个登录方式已经不在了。"))
        check_removable(await other_ways_in(viewer.id, identity))
        await execute("delete from identity where id = {} and member = {}", identity, viewer.id)
        await notify([viewer.id], "oidc_removed", "/me/security", label=label_of(address))
    return label_of(address)
