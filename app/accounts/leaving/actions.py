"""Verbs of taking one's data along and of leaving."""

import secrets
from datetime import timedelta
from typing import Any

from app.accounts.addresses import Address
from app.accounts.codes import check_code, send_code
from app.accounts.leaving import files
from app.accounts.leaving.kinds import Hindrance, Leaving, each
from app.accounts.leaving.packing import packed
from app.accounts.leaving.tables import DataExport
from app.accounts.limits import limit
from app.accounts.rules import PLACE_WINDOW
from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.database import execute, insert, row, rows, transaction
from app.foundation.i18n import N_, speaking
from app.foundation.queue import enqueue, forget_mentions
from app.foundation.refusals import NotFound, Refusal
from app.notifications.actions import notify
from app.site.profile import site
from app.web.formats import moment

KEPT = timedelta(days=7)
HINDERED = N_("还有事没办完，办完再来注销。")
OTHERS_CODE = N_("这个验证码不是发到你自己的地址的。")


async def ask_export(viewer: Viewer) -> dict[str, Any]:
    """One is packed at a time; asked again meanwhile it is the same."""
    async with transaction():
        waiting = await row("select * from data_export where member = {} and ready_at is null", viewer.id)
        if waiting:
            return waiting
        await limit("export", str(viewer.id), most=3, within=timedelta(days=1))
        made = await insert(DataExport, member=viewer.id)
        await enqueue("pack_export", {"export": made["id"]}, once_key=f"pack_export:{made['id']}")
        return made


async def pack_export(export: int) -> None:
    """Safe to run twice: the second finds it ready."""
    asked = await row(
        """select e.*, p.lang, p.time_zone from data_export e join member_profile p on p.member = e.member
        where e.id = {} and e.ready_at is null""",
        export,
    )
    if asked is None:
        return
    name = f"{asked['public_id']}-{secrets.token_urlsafe(24)}.zip"
    with speaking(asked["lang"], asked["time_zone"]):
        async with packed(asked["member"], site=site().name, at=moment(await clock.now())) as path:
            size = path.stat().st_size
            await files.put(name, path)
    async with transaction():
        ready = await rows(
            """update data_export set file = {}, size = {}, ready_at = app_now(), expires_at = app_now() + {}
            where id = {} and ready_at is null returning member""",
            name, size, KEPT, export,
        )  # fmt: skip
        if ready:
            await notify([ready[0]["member"]], "data_packed", "/me/data")
    if not ready:  # another worker was quicker, or the member has left meanwhile
        await files.delete(name)


async def forget_old_exports() -> None:
    gone = await rows("delete from data_export where expires_at < app_now() returning file")
    for one in gone:
        await files.delete(one["file"])


async def hindrances_of(member: int) -> list[Hindrance]:
    return [one for room in each("leaving", "hindrances") for one in await room(member)]


async def _addresses(member: int) -> list[Address]:
    found = await rows(
        """select kind, address from identity where member = {} and kind in ('email', 'phone') and verified_at is not null
        order by is_first desc, kind, id""",
        member,
    )
    return [Address(one["kind"], one["address"]) for one in found]


async def send_leaving_code(viewer: Viewer, *, place: str, instead_of: str = "") -> str:
    """A code to an address of their own; the token that binds it to this browser. A refusal where something hinders."""
    if await hindrances_of(viewer.id):
        raise Refusal(HINDERED)
    own = await _addresses(viewer.id)
    if not own:
        raise Refusal(N_("先在“登录与安全”里加一个邮箱或手机号，验证码要发到那里。"))
    return await send_code(own[0], place=place, lang=viewer.lang, member=viewer.id, instead_of=instead_of, event="leaving_code")


async def leave_by_code(viewer: Viewer, at: str, code: str, *, place: str, withdraws_ideas: bool) -> None:
    await limit("code-tried-from", place, most=500, within=PLACE_WINDOW)
    proven = await check_code(at, code, member=viewer.id)
    if proven not in await _addresses(viewer.id):
        raise Refusal(OTHERS_CODE, field="code")
    await erase_member(viewer, withdraws_ideas=withdraws_ideas)


async def erase_member(viewer: Viewer, *, withdraws_ideas: bool) -> None:
    """All particulars gone, in one transaction; what others rely on stays as ids. Files follow by a job."""
    async with transaction():
        # A pledge begun a moment before is waited for, and hinders.
        member = await row("select public_id, erased_at, merged_into from member where id = {} for update", viewer.id)
        if member is None or member["erased_at"] or member["merged_into"]:
            raise NotFound
        if await hindrances_of(viewer.id):
            raise Refusal(HINDERED)
        leaving = await _leaving(viewer.id, member["public_id"], withdraws_ideas)
        exports = await rows("select file from data_export where member = {} and file <> ''", viewer.id)
        for erase in each("leaving", "erase"):
            await erase(leaving)
        await forget_mentions(leaving.addresses)
        if exports:
            await enqueue("delete_exports", {"files": [one["file"] for one in exports]})


async def _leaving(member: int, public_id: str, withdraws_ideas: bool) -> Leaving:
    found = await rows(
        "select address from identity where member = {} union select address from guest where member = {}", member, member
    )
    return Leaving(member, public_id, tuple(one["address"].lower() for one in found), withdraws_ideas)


async def delete_exports(names: list[str]) -> None:
    for name in names:
        await files.delete(name)


async def find_waiting_exports() -> None:
    """Whose job was lost."""
    for one in await rows(
        "select id from data_export where ready_at is null and created_at < app_now() - interval '2 minutes' limit 100"
    ):
        await enqueue("pack_export", {"export": one["id"]}, once_key=f"pack_export:{one['id']}")
    await execute("delete from data_export where ready_at is null and created_at < app_now() - interval '7 days'")
