"""A zip that people can read: each list as JSON and as CSV, their pictures, and a page that says what is what."""

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.accounts.leaving.kinds import each
from app.foundation.database import rows
from app.foundation.i18n import N_, translate
from app.media import storage

README = N_(
    "这里是你在“%(site)s”的全部资料，%(at)s 导出。\n\n"
    "json 文件夹给程序读，csv 文件夹可以用表格软件打开，内容一样。\npictures 文件夹是你传的图片。\n\n"
    "时间都是 UTC。别人的个人资料不在里面。"
)
WIDEST = 1600


async def collect(member: int) -> dict[str, list[dict[str, Any]]]:
    """Everything of a member's, over all rooms, by the name of its file."""
    found: dict[str, list[dict[str, Any]]] = {}
    for export in each("leaving", "export"):
        part = await export(member)
        assert not found.keys() & part.keys(), "two rooms call a file alike"
        found |= part
    return found


@asynccontextmanager
async def packed(member: int, *, site: str, at: str) -> AsyncIterator[Path]:
    """The finished zip, for as long as it is needed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as kept:
            kept.writestr("README.txt", "\ufeff" + translate(README, site=site, at=at))
            for name, many in (await collect(member)).items():
                if not many:
                    continue
                kept.writestr(f"json/{name}.json", as_json(many))
                kept.writestr(f"csv/{name}.csv", as_csv(many))
            await _add_pictures(kept, member)
        yield path


async def _add_pictures(kept: zipfile.ZipFile, member: int) -> None:
    for one in await rows("select public_id from picture where owner = {} order by id", member):
        if data := await storage.get(one["public_id"], WIDEST):
            kept.writestr(zipfile.ZipInfo(f"pictures/{one['public_id']}.webp"), data)


def _plain(one: Any) -> Any:
    if isinstance(one, datetime | date):
        return one.isoformat()
    return str(one) if isinstance(one, Decimal) else one


def as_json(many: list[dict[str, Any]]) -> str:
    return json.dumps([{name: _plain(one) for name, one in each_.items()} for each_ in many], ensure_ascii=False, indent=1)


def as_csv(many: list[dict[str, Any]]) -> str:
    """With the mark that tells table programs that it is UTF-8."""
    made = io.StringIO()
    names = list(many[0]) if many else []
    writer = csv.writer(made)
    writer.writerow(names)
    writer.writerows([_cell(one[name]) for name in names] for one in many)
    return "\ufeff" + made.getvalue()


def _cell(one: Any) -> Any:
    """A text that a table program would take for a formula is marked as a text."""
    plain = " ".join(one) if isinstance(one, list) else _plain(one)
    if isinstance(plain, str) and plain[:1] in ("=", "@", "\t", "\r"):
        return "'" + plain
    return "" if plain is None else plain
