"""Rows as a file that Excel and others open: CSV as it comes, XLSX by way of a temporary file; never all in memory.

What begins with a sign that a spreadsheet takes for a formula is made text: in CSV by an apostrophe before it (OWASP, “CSV
Injection”), in XLSX by being written as a text, which is never computed.
"""

import asyncio
import csv
import tempfile
from collections.abc import AsyncIterator, Sequence
from io import StringIO
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | None
Batches = AsyncIterator[list[Sequence[Cell]]]

BOM = "\ufeff"  # or Excel reads it in the machine's old code page
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST = 32_000  # characters; Excel's cells end at 32,767
PIECE = 1 << 16
AT_ONCE = 2  # files being written by one process; each keeps a thread busy
_writing = asyncio.Semaphore(AT_ONCE)


def harmless(cell: Cell) -> Cell:
    return "'" + cell if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA) else cell


async def csv_pieces(head: Sequence[str], batches: Batches) -> AsyncIterator[bytes]:
    """A piece for each batch."""
    yield (BOM + _lines([head])).encode()
    async for batch in batches:
        yield _lines(batch).encode()


def _lines(batch: Sequence[Sequence[Cell]]) -> str:
    out = StringIO()
    csv.writer(out).writerows([harmless(cell) for cell in row] for row in batch)
    return out.getvalue()


async def xlsx_file(head: Sequence[str], batches: Batches, sheet: str) -> IO[bytes]:
    """The whole file on disk, without a name: it is gone when it is closed. Written in a thread, a batch at a time."""
    from xlsxwriter import Workbook  # its 15 MiB are for the few processes that ever write one

    async with _writing:
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever sends it
        try:
            book = Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
            page = book.add_worksheet(sheet[:31])
            bold = book.add_format({"bold": True})
            for at, word in enumerate(head):
                page.write_string(0, at, word, bold)
            page.freeze_panes(1, 0)
            at = 1
            async for batch in batches:
                await asyncio.to_thread(_write, page, at, batch)
                at += len(batch)
            await asyncio.to_thread(book.close)
            file.seek(0)
        except BaseException:
            file.close()
            raise
        return file


def _write(page: "Worksheet", at: int, batch: Sequence[Sequence[Cell]]) -> None:
    for down, row in enumerate(batch, start=at):
        for across, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(down, across, cell[:LONGEST])
            elif cell is not None:
                page.write_number(down, across, cell)


async def pieces_of(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        while piece := await asyncio.to_thread(file.read, PIECE):
            yield piece
