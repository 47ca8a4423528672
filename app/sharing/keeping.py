"""Drawn once, however many chats ask: kept in storage under what it shows, drawn anew when that has changed."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from app.foundation.database import row, rows, value
from app.media import storage
from app.sharing import shelf
from app.sharing.showing import Shown

Draw = Callable[[Shown, dict[str, bytes]], bytes]
AT_LEAST = "1 minute"  # votes come by the second; a preview that old is true enough
KEPT = "30 days"

_drawing = asyncio.Semaphore(1)  # the faces are not made for two threads, nor a worker for two drawings
_under_way: dict[tuple[str, str], asyncio.Future["Drawn"]] = {}


@dataclass(frozen=True, slots=True)
class Drawn:
    data: bytes
    digest: str


async def drawn(shown: Shown, name: str, draw: Draw, *, member: int | None = None) -> Drawn:
    """The picture as it is kept, else drawn now. `member`: whose name is on it, so that it goes when they do."""
    kept = await row(
        "select digest, drawn_at > app_now() - {}::text::interval as is_new from drawn_picture where name = {}", AT_LEAST, name
    )
    if kept and (kept["is_new"] or kept["digest"] == shown.digest):
        data = await shelf.get(name, kept["digest"])
        if data is not None:
            return Drawn(data, kept["digest"])
    return await _once(shown, name, draw, member)


async def changed(made: Drawn, how: str, change: Callable[[bytes], bytes]) -> Drawn:
    """A kept picture with something put on it for one asker; not kept itself."""
    async with _drawing:
        data = await asyncio.to_thread(change, made.data)
    return Drawn(data, f"{made.digest}-{how}")


async def _once(shown: Shown, name: str, draw: Draw, member: int | None) -> Drawn:
    """Whoever asks while it is being drawn waits for that drawing."""
    key = (name, shown.digest)
    if (waited_for := _under_way.get(key)) is not None:
        return await asyncio.shield(waited_for)
    future = _under_way[key] = asyncio.get_running_loop().create_future()
    try:
        made = Drawn(await _draw(shown, draw), shown.digest)
        await _keep(made, name, member)
        future.set_result(made)
        return made
    except BaseException as error:
        future.set_exception(error if isinstance(error, Exception) else asyncio.CancelledError())
        future.exception()  # nobody may be waiting
        raise
    finally:
        del _under_way[key]


async def _draw(shown: Shown, draw: Draw) -> bytes:
    wanted = {shown.picture: 960, shown.logo: 160}
    found = {one: await storage.get(one, width) for one, width in wanted.items() if one}
    async with _drawing:
        return await asyncio.to_thread(draw, shown, {one: data for one, data in found.items() if data})


async def _keep(made: Drawn, name: str, member: int | None) -> None:
    await shelf.put(name, made.digest, made.data)
    before = await value(
        """with before as (select digest from drawn_picture where name = {})
        insert into drawn_picture (name, digest, member, drawn_at) values ({}, {}, {}, app_now())
        on conflict (name) do update set digest = excluded.digest, member = excluded.member, drawn_at = app_now()
        returning (select digest from before)""",
        name, name, made.digest, member,
    )  # fmt: skip
    if before and before != made.digest:
        await shelf.delete(name, before)


async def forget_old() -> int:
    """What nobody asked for anew in a month."""
    return await _forget(await rows(
        """delete from drawn_picture where id in (select id from drawn_picture
          where drawn_at < app_now() - {}::text::interval order by id limit 500 for update skip locked)
        returning name, digest""",
        KEPT,
    ))  # fmt: skip


async def forget_of(member: int) -> int:
    """Everything that bears this member's name."""
    return await _forget(await rows("delete from drawn_picture where member = {} returning name, digest", member))


async def _forget(gone: list[dict[str, str]]) -> int:
    for one in gone:
        await shelf.delete(one["name"], one["digest"])
    return len(gone)
