"""Adding an address, removing one, choosing which is written to first. The old ways are told, whoever did it."""

from app.accounts.actions import hold_living, lock_address, member_with
from app.accounts.addresses import Address
from app.accounts.codes import check_code, forget_code, proven_in, send_code
from app.accounts.guests.becoming import absorb_guest
from app.accounts.identities.queries import addresses_of, other_ways_in
from app.accounts.identities.rules import check_removable, masked
from app.accounts.limits import limit
from app.accounts.rules import PLACE_WINDOW
from app.accounts.tables import Identity
from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.database import execute, insert, row, sole_lock, transaction
from app.foundation.i18n import N_
from app.foundation.refusals import NotFound, Refusal
from app.notifications.actions import mail_to, notify, sms_to

NOT_PROVEN = N_("验证已经过期，请重新验证一次。")


async def ask_proof(viewer: Viewer, address: Address, *, place: str, instead_of: str = "") -> str:
    """A code to an address that shall become the viewer's; the token that binds it to this browser."""
    if await member_with(address.kind, address.text) == viewer.id:
        raise Refusal(N_("这个已经能登录你的账号了。"), field="address")
    return await send_code(address, place=place, lang=viewer.lang, member=viewer.id, instead_of=instead_of)


async def prove_address(viewer: Viewer, at: str, code: str, *, place: str) -> bool:
    """A right code adds the address; False where it is another member's: then it is theirs to say what shall be done."""
    await limit("code-tried-from", place, most=500, within=PLACE_WINDOW)
    address = await check_code(at, code, member=viewer.id)
    async with transaction():
        await lock_address(address.kind, address.text)
        known = await member_with(address.kind, address.text)
        if known is not None and known != viewer.id:
            return False
        if known is None:
            await _add(viewer, address)
    await forget_code(at)
    return True


async def _add(viewer: Viewer, address: Address) -> None:
    await hold_living(viewer.id)
    await tell_old_ways(viewer, "address_added", address)
    await insert(
        Identity, member=viewer.id, kind=address.kind, address=address.text, verified_at=await clock.now(), is_first=False
    )
    if address.kind == "email":
        await absorb_guest(address.text, viewer.id)


async def proven_address(viewer: Viewer, at: str) -> Address:
    if (address := await proven_in(at, viewer.id)) is None:
        raise Refusal(NOT_PROVEN)
    return address


async def remove_address(viewer: Viewer, identity: int) -> Address:
    """Never the last way in; the address itself is told too."""
    async with transaction():
        await sole_lock("ways-in", viewer.id)
        address = await _own(viewer, identity)
        check_removable(await other_ways_in(viewer.id, identity))
        await tell_old_ways(viewer, "address_removed", address)
        await execute("delete from identity where id = {} and member = {}", identity, viewer.id)
    return address


async def write_first_to(viewer: Viewer, identity: int) -> Address:
    """Of several of its kind, the one that mail or messages go to."""
    address = await _own(viewer, identity)
    await execute("update identity set is_first = (id = {}) where member = {} and kind = {}", identity, viewer.id, address.kind)
    return address


async def _own(viewer: Viewer, identity: int) -> Address:
    found = await row(
        "select kind, address from identity where id = {} and member = {} and kind in ('email', 'phone')", identity, viewer.id
    )
    if found is None:
        raise NotFound(N_("这个登录方式已经不在了。"))
    return Address(found["kind"], found["address"])


async def tell_old_ways(viewer: Viewer, event: str, address: Address, *, other: int = 0) -> None:
    """In the app and at each address that the member, and the `other`, had until now. The one in question is named by half."""
    shown = masked(address.kind, address.text)
    for old in [*await addresses_of(viewer.id), *(await addresses_of(other) if other else [])]:
        if old["kind"] == "email":
            await mail_to(old["address"], event, "/me/security", lang=viewer.lang, way=shown)
        else:
            await sms_to(old["address"], event, lang=viewer.lang, way=shown)
    await notify([viewer.id], event, "/me/security", way=shown)
