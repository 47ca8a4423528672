"""Keeping a picture, attaching it to what it belongs to, and forgetting those that never were."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from litestar.datastructures import UploadFile

from app.accounts.limits import limit
from app.foundation.database import insert, rows
from app.foundation.ids import new_id
from app.foundation.refusals import Refusal
from app.media import storage
from app.media.rendering import LARGEST_FILE, NO_PICTURE, TOO_LARGE, WIDTHS, Rendered, render
from app.media.tables import Picture
from app.web.forms import Form

_rendering = asyncio.Semaphore(2)  # each may take 200 MB while it decodes


async def keep_picture(owner: int, upload: UploadFile | bytes) -> str:
    """The new picture's public id; a Refusal in words where it is none. Not yet attached: swept after a day."""
    await limit("upload", str(owner), most=60, within=timedelta(hours=1))
    data = upload if isinstance(upload, bytes) else await _read(upload)
    async with _rendering:
        rendered = await asyncio.to_thread(render, data)
    return await keep_rendered(owner, rendered)


async def keep_rendered(owner: int, rendered: Rendered) -> str:
    """For pictures that are encoded already: those of our own making (the seeded world)."""
    public_id = new_id()
    await asyncio.gather(*(storage.put(public_id, width, one) for width, one in rendered.files.items()))
    await insert(Picture, public_id=public_id, owner=owner, width=rendered.width, height=rendered.height, attached=False)
    return public_id


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
    kept = form.values.get("kept", "")
    return kept if isinstance(kept, str) else ""


async def attach(owner: int, public_ids: Iterable[str]) -> list[str]:
    """Those of the pictures that are this member's, in order, from now on kept for good."""
    wanted = list(dict.fromkeys(public_ids))
    found = await rows(
        "update picture set attached = true where owner = {} and public_id = any({}) returning public_id", owner, wanted
    )
    own = {one["public_id"] for one in found}
    return [one for one in wanted if one in own]


async def forget_unattached() -> int:
    """Pictures of forms that were never sent, a day old. The row goes first: files without one hurt nobody."""
    old = await rows(
        """delete from picture where id in (select id from picture
          where not attached and created_at < app_now() - interval '1 day' order by id limit 500 for update skip locked)
        returning public_id"""
    )
    for one in old:
        for width in WIDTHS:
            await storage.delete(one["public_id"], width)
    return len(old)
