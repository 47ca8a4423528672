"""What a browser sent with a form, read within limits of our own."""

from typing import Any
from urllib.parse import parse_qsl

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.exceptions import ClientException
from multipart import MultipartSegment, ParserLimitReached, PushMultipartParser

LONGEST_CUT = 100_000  # signs of a text that is far too long, kept for showing it again
ENCODED = 10  # bytes that a Chinese sign takes in an address, roughly
LARGEST_FORM = 1_000_000  # all texts of a form; routes that take pictures ask for more
WITH_PICTURES = 100_000_000  # eight of 12 MB and a text
MOST_FIELDS = 1_000
MOST_FILES = 40  # each may hold a megabyte in memory before it goes to disk

Sent = dict[str, list[Any]]


async def sent_values(request: Request, *, cut: bool = False) -> Sent:
    """Everything a form sent, by name, in order; without the zero bytes that the database can't keep.

    `cut`: where a text is far too long its beginning comes, for its field to refuse at its place, instead of a fault for all.
    Litestar's own reader takes a part's word for its charset, and one called punycode keeps a worker busy for minutes.
    """
    kind, options = request.content_type
    try:
        if kind == RequestEncodingType.MULTI_PART:
            return await _parts(request, options.get("boundary", ""), cut)
        if kind == RequestEncodingType.URL_ENCODED:
            pairs = _pairs(await _body(request, LARGEST_FORM * ENCODED if cut else LARGEST_FORM))
            return {name: [text[:LONGEST_CUT] for text in many] for name, many in pairs.items()} if cut else pairs
    except ValueError as error:  # also what the multipart parser raises
        raise ClientException("This form can't be read.") from error
    return {}


async def _body(request: Request, most: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise ValueError("too much text")
    return bytes(body)


def _pairs(body: bytes) -> Sent:
    sent: Sent = {}
    for name, text in parse_qsl(_text(body), keep_blank_values=True, errors="replace", max_num_fields=MOST_FIELDS):
        sent.setdefault(name, []).append(text.replace("\x00", ""))
    return sent


def _text(raw: bytes | bytearray) -> str:
    return raw.decode("utf-8", "replace").replace("\x00", "")


async def _parts(request: Request, boundary: str, cut: bool) -> Sent:
    reading = _Reading(cut)
    request._connection_state.form = reading.sent  # type: ignore[assignment]  # Litestar closes the files in it afterwards
    with PushMultipartParser(boundary, max_segment_count=MOST_FIELDS) as parser:
        async for chunk in request.stream():
            for piece in parser.parse(chunk):
                await reading.take(piece)
    return reading.sent


class _Reading:
    """The parts so far: files on disk, texts in memory."""

    def __init__(self, cut: bool) -> None:
        self.cut = cut
        self.sent: Sent = {}
        self.name, self.text, self.room = "", bytearray(), LARGEST_FORM
        self.file: UploadFile | None = None
        self.files = 0

    async def take(self, piece: MultipartSegment | bytes | bytearray | None) -> None:
        """A part's head, some of its body, or None at its end."""
        if isinstance(piece, MultipartSegment):
            self.name, self.text = piece.name, bytearray()
            self.file = UploadFile(piece.content_type or "", piece.filename) if piece.filename else None
            self.files += self.file is not None
            if self.files > MOST_FILES:
                raise ParserLimitReached("too many files")
        elif piece is None:
            await self._end()
        elif self.file is not None:
            await self.file.write(bytes(piece))
        else:
            kept = piece[: max(0, LONGEST_CUT * 3 - len(self.text))] if self.cut else piece
            self.text += kept
            self.room -= len(kept)
            if self.room < 0:
                raise ParserLimitReached("too much text")

    async def _end(self) -> None:
        if self.file is not None:
            await self.file.seek(0)
        self.sent.setdefault(self.name, []).append(_text(self.text) if self.file is None else self.file)
