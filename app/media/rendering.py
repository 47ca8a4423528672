"""From whatever someone uploaded to WebP files of our own making: nothing of the original's bytes is kept."""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageCms, UnidentifiedImageError

from app.foundation.refusals import Refusal
from app.media.heic import decode, is_heic
from app.media.rules import (
    LARGEST_FILE,
    MOST_PIXELS,
    MOST_PIXELS_PLAIN_JPEG,
    NO_PICTURE,
    TALLEST,
    TOO_LARGE,
    TOO_MANY_PIXELS,
    WIDTHS,
)

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_90,
}  # fmt: skip
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
BROKEN = (
    UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, EOFError, LookupError, OverflowError, struct.error,
)  # fmt: skip
LARGEST_SIDE = WIDTHS[-1] * 2  # nothing larger is needed of any picture
Image.MAX_IMAGE_PIXELS = MOST_PIXELS_PLAIN_JPEG  # Pillow's own alarm; ours is earlier


@dataclass(frozen=True, slots=True)
class Rendered:
    """The upright picture's own size, and its files by width: all four names, the larger ones never blown up."""

    width: int
    height: int
    files: dict[int, bytes]


@contextmanager
def _faults_as_refusals() -> Iterator[None]:
    """Pillow raises whatever a broken file provokes."""
    try:
        yield
    except Refusal:
        raise
    except Image.DecompressionBombError:
        raise Refusal(TOO_MANY_PIXELS) from None
    except BROKEN:
        raise Refusal(NO_PICTURE) from None


def render(data: bytes) -> Rendered:
    """Slow (tens to hundreds of milliseconds): call it in a thread."""
    if len(data) > LARGEST_FILE:
        raise Refusal(TOO_LARGE)
    with _faults_as_refusals():
        if is_heic(data):
            photo = decode(data, LARGEST_SIDE)
            return Rendered(photo.width, photo.height, _files(_toned(photo.image), photo.width))
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            orientation = opened.getexif().get(0x0112, 1)
            width, height = reversed(opened.size) if orientation in (5, 6, 7, 8) else opened.size
            return Rendered(width, height, _files(_prepared(opened, _TURNS.get(orientation)), width))


def _prepared(opened: Image.Image, turn: Image.Transpose | None) -> Image.Image:
    """The first frame, upright, in sRGB, no larger than is needed. Pillow's own way of turning writes the particulars anew,
    which fails where a camera wrote one wrongly."""
    is_plain = opened.format in ("JPEG", "MPO") and not opened.info.get("progressive")
    if opened.width * opened.height > (MOST_PIXELS_PLAIN_JPEG if is_plain else MOST_PIXELS):
        raise Refusal(TOO_MANY_PIXELS)
    opened.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))  # a large JPEG is decoded at a fraction
    if opened.width * opened.height > MOST_PIXELS:
        raise Refusal(TOO_MANY_PIXELS)
    opened.load()
    return _toned(_smaller(opened.transpose(turn) if turn is not None else opened))


def _smaller(image: Image.Image) -> Image.Image:
    """Before anything else is done with so many pixels. By its width alone: long screenshots are narrow."""
    times = image.width // LARGEST_SIDE
    return image.reduce(times) if times > 1 and image.mode in ("RGB", "RGBA", "L", "LA", "CMYK") else image


def _toned(upright: Image.Image) -> Image.Image:
    has_alpha = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    return _in_srgb(upright).convert("RGBA" if has_alpha else "RGB")


def _in_srgb(image: Image.Image) -> Image.Image:
    """Phones write wider colour spaces; without their profile the colours would turn pale."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK"):
        return image
    try:
        mode = "RGB" if image.mode == "CMYK" else image.mode
        turned = ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return turned or image


def _files(image: Image.Image, original_width: int) -> dict[int, bytes]:
    files: dict[int, bytes] = {}
    largest = b""
    for width in sorted(WIDTHS):
        if not largest:
            files[width] = _encoded(image, min(width, original_width))
            largest = files[width] if width >= original_width else b""
        else:
            files[width] = largest
    return files


def _encoded(image: Image.Image, width: int) -> bytes:
    height = max(1, round(image.height * width / image.width))
    if height > TALLEST:
        width, height = max(1, round(width * TALLEST / height)), TALLEST
    small = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0) if image.size != (width, height) else image
    clean = Image.new(small.mode, small.size)  # carries no metadata
    clean.paste(small)
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()
