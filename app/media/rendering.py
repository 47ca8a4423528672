"""From whatever someone uploaded to WebP files of our own making: nothing of the original's bytes is kept."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal

WIDTHS = (160, 480, 960, 1600)
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
LARGEST_FILE = 12_000_000
MOST_PIXELS = 50_000_000
TALLEST = 16_000  # WebP ends at 16,383
HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}

NO_PICTURE = N_("这个文件不是能读取的图片，请换一张 JPG、PNG 或 WebP。")
TOO_LARGE = N_("图片超过 12 MB，请压缩后再传。")
TOO_MANY_PIXELS = N_("图片尺寸太大（超过 5000 万像素），请缩小后再传。")
HEIC = N_("暂时读不了 HEIC 照片。请在手机上另存为 JPG，或截一张图再传。")


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
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, EOFError, IndexError, KeyError, OverflowError):
        raise Refusal(NO_PICTURE) from None


def render(data: bytes) -> Rendered:
    """Slow (tens to hundreds of milliseconds): call it in a thread."""
    if len(data) > LARGEST_FILE:
        raise Refusal(TOO_LARGE)
    if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        raise Refusal(HEIC)
    with _faults_as_refusals(), Image.open(io.BytesIO(data), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Refusal(TOO_MANY_PIXELS)
        is_turned = opened.getexif().get(0x0112, 1) in (5, 6, 7, 8)
        width, height = reversed(opened.size) if is_turned else opened.size
        return Rendered(width, height, _files(_prepared(opened), width))


def _prepared(opened: Image.Image) -> Image.Image:
    """The first frame, upright, in sRGB, no larger than is needed."""
    opened.draft("RGB", (WIDTHS[-1] * 2, WIDTHS[-1] * 2))  # a large JPEG is decoded at a fraction
    opened.load()
    upright = ImageOps.exif_transpose(opened)
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
