"""Keeping a picture, attaching it to what it belongs to, and forgetting those that never were."""

import asyncio
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

from litestar.datastructures import UploadFile

from app.accounts.limits import limit
from app.foundation.database import execute, insert, rows
from app.foundation.ids import new_id
from app.foundation.refusals import Refusal, SlowDown
from app.media import storage
from app.media.heic import is_heic
from app.media.keys import bare, opened
from app.media.rendering import Rendered, render
from app.media.rules import CROWDED, LARGEST_FILE, NO_PICTURE, TOO_LARGE, UNSENT, WIDTHS
from app.media.tables import Picture
from app.web.forms import Form

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_rendering = asyncio.Semaphore(2)  # each may take 300 MB while it decodes
_slow = asyncio.Semaphore(1)  # of those a HEIC photo, seconds of work, leaves the other to everybody else


async def keep_picture(owner: int, upload: UploadFile | bytes) -> str:
    """The new picture's public id; a Refusal in words where it is none. Not yet attached: swept after a day."""
    await limit("upload", str(owner), most=60, within=HOUR)
    return await _keep(owner, upload)


async def keep_for_visitor(upload: UploadFile | bytes, *, visitor: str, place: str) -> str:
    """As keep_picture, for somebody signed out. Many share one place, so one browser is limited before it is."""
    try:
        if visitor:
            await limit("upload-by", visitor, most=60, within=HOUR)
        else:
            await limit("upload-new", place, most=300, within=HOUR)
        await limit("upload-from", place, most=1_000, within=HOUR)
        await limit("upload-signed-out", "all", most=20_000, within=DAY)
    except SlowDown:
        raise SlowDown(CROWDED) from None
    return await _keep(None, upload)


async def _keep(owner: int | None, upload: UploadFile | bytes) -> str:
    async with _slow if is_heic(await _head(upload)) else nullcontext(), _rendering:  # those who wait leave their file on disk
        data = upload if isinstance(upload, bytes) else await _read(upload)
        rendered = await asyncio.to_thread(render, data)
    return await keep_rendered(owner, rendered)


async def keep_rendered(owner: int | None, rendered: Rendered) -> str:
    """For pictures that are encoded already: those of our own making (the seeded world)."""
    public_id = new_id()
    await asyncio.gather(*(storage.put(public_id, width, one) for width, one in rendered.files.items()))
    await insert(Picture, public_id=public_id, owner=owner, width=rendered.width, height=rendered.height, attached=False)
    return public_id


async def _head(upload: UploadFile | bytes) -> bytes:
    if isinstance(upload, bytes):
        return upload[:12]
    await upload.seek(0)
    return await upload.read(12)


async def _read(upload: UploadFile) -> bytes:
    """No more than one byte beyond the limit is ever held."""
    await upload.seek(0)
    data = await upload.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise Refusal(TOO_LARGE)
    if not data:
        raise Refusal(NO_PICTURE)
    return data


async def picture_from(owner: int, form: Form[Any], field: str) -> str:
    """The one picture of a form: just uploaded under `field`, or kept from an earlier try (hidden field `kept`); "" for none.

    Kept even where the form fails otherwise, so that nobody chooses it twice. A refusal stands at its field.
    """
    uploads = form.files(field)
    if uploads:
        with form.catching(at=field):
            form.values["kept"] = await keep_picture(owner, uploads[0])
    kept = form.text("kept")
    return kept if isinstance(kept, str) else ""


async def attach(owner: int, references: Iterable[str]) -> list[str]:
    """Public ids of those that are this member's, in order, from now on kept for good.

    A picture uploaded signed out becomes theirs by its key.
    """
    given = list(references)
    wanted = list(dict.fromkeys(bare(one) for one in given))
    found = await rows(
        """update picture set attached = true, owner = {}
        where public_id = any({}) and (owner = {} or (owner is null and public_id = any({}))) returning public_id""",
        owner, wanted, owner, [one for each in given if (one := opened(each))],
    )  # fmt: skip
    own = {one["public_id"] for one in found}
    return [one for one in wanted if one in own]


async def keep_until(references: Iterable[str], moment: datetime) -> None:
    """While an intent waits, its pictures wait with it. Only by their keys: nobody prolongs what isn't theirs."""
    await execute(
        "update picture set kept_until = greatest(kept_until, {}) where public_id = any({}) and not attached",
        moment, [one for each in references if (one := opened(each))],
    )  # fmt: skip


async def forget_unattached() -> int:
    """Pictures of forms that were never sent. The row goes first: files without one hurt nobody."""
    old = await rows(
        """delete from picture where id in (select id from picture
          where not attached and created_at < app_now() - {}::interval and (kept_until is null or kept_until < app_now())
          order by id limit 500 for update skip locked)
        returning public_id""",
        UNSENT,
    )
    for one in old:
        for width in WIDTHS:
            await storage.delete(one["public_id"], width)
    return len(old)
