"""Which signs a packed font has: its `cmap` table, read out of the WOFF2 file.

Format: https://www.w3.org/TR/WOFF2/ and the OpenType chapter on cmap (formats 4 and 12).
"""

import struct
from pathlib import Path

import brotli

_TRANSFORMED = (10, 11)  # glyf and loca, in the list of known tables
_CMAP = 0


def _base128(data: bytes, at: int) -> tuple[int, int]:
    number = 0
    while True:
        number = number << 7 | data[at] & 127
        at += 1
        if not data[at - 1] & 128:
            return number, at


def _cmap(data: bytes) -> bytes:
    """The table as it was before packing; none of ours transforms it."""
    count, packed = struct.unpack(">H", data[12:14])[0], struct.unpack(">I", data[20:24])[0]
    at, offset, found = 48, 0, (0, 0)
    for _ in range(count):
        flags = data[at]
        known, version = flags & 63, flags >> 6
        at += 5 if known == 63 else 1
        length, at = _base128(data, at)
        if (version == 0) == (known in _TRANSFORMED):
            length, at = _base128(data, at)
        if known == _CMAP:
            found = (offset, length)
        offset += length
    unpacked = brotli.decompress(data[at : at + packed])
    return unpacked[found[0] : found[0] + found[1]]


def signs_of(path: Path) -> frozenset[int]:
    """Code points that the font draws."""
    cmap = _cmap(path.read_bytes())
    (count,) = struct.unpack(">H", cmap[2:4])
    offsets = {struct.unpack(">HHI", cmap[4 + 8 * i : 12 + 8 * i])[2] for i in range(count)}
    return frozenset().union(*(_points(cmap, offset) for offset in offsets))


def _points(cmap: bytes, at: int) -> set[int]:
    (kind,) = struct.unpack(">H", cmap[at : at + 2])
    return {4: _segments, 12: _groups}.get(kind, lambda *_: set())(cmap, at)


def _groups(cmap: bytes, at: int) -> set[int]:
    (count,) = struct.unpack(">I", cmap[at + 12 : at + 16])
    found: set[int] = set()
    for i in range(count):
        first, last, _ = struct.unpack(">III", cmap[at + 16 + 12 * i : at + 28 + 12 * i])
        found.update(range(first, last + 1))
    return found


def _segments(cmap: bytes, at: int) -> set[int]:
    count = struct.unpack(">H", cmap[at + 6 : at + 8])[0] // 2

    def run(place: int) -> tuple[int, ...]:
        return struct.unpack(f">{count}H", cmap[place : place + 2 * count])

    lasts, firsts, deltas, ranges = (run(at + 14 + step * 2 * count + (2 if step else 0)) for step in range(4))
    found: set[int] = set()
    for i in range(count):
        for point in range(firsts[i], lasts[i] + 1):
            glyph = point
            if ranges[i]:
                place = at + 16 + 6 * count + 2 * i + ranges[i] + 2 * (point - firsts[i])
                (glyph,) = struct.unpack(">H", cmap[place : place + 2])
                if glyph == 0:
                    continue
            if point != 0xFFFF and (glyph + deltas[i]) & 0xFFFF:
                found.add(point)
    return found
