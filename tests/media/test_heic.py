"""HEIC photos: read as phones write them, in a process of their own; bombs and fakes are refused in a sentence."""

import asyncio
import io
import struct

import pillow_heif
import pytest
from PIL import Image

from app.accounts.viewer import Viewer
from app.foundation.refusals import Refusal
from app.media.actions import keep_picture
from app.media.rendering import render
from tests.media.test_pictures import encoded, is_red, left_red, opened
from tests.people import make_member

pillow_heif.register_heif_opener()


def heic(image: Image.Image, **more: object) -> bytes:
    return encoded(image, "HEIF", **more)


def test_a_heic_photo_becomes_webp() -> None:
    rendered = render(heic(left_red(2000, 1500)))
    assert (rendered.width, rendered.height) == (2000, 1500)
    photo = opened(rendered.files[1600])
    assert (photo.format, photo.size) == ("WEBP", (1600, 1200))
    assert is_red(photo, 100, 600) and not is_red(photo, 1500, 600)


def test_a_heic_photo_taken_upright_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # a phone held upright; the encoder writes the turn as HEIF does
    rendered = render(heic(left_red(800, 400), exif=exif.tobytes()))
    assert (rendered.width, rendered.height) == (400, 800)
    assert is_red(opened(rendered.files[160]), 80, 40)


def test_nothing_of_a_heic_photos_metadata_is_left() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    data = heic(left_red(300, 200), exif=exif)
    assert b"SECRETCAMERA" in data
    assert all(b"SECRETCAMERA" not in made for made in render(data).files.values())


def claiming(data: bytes, width: int, height: int) -> bytes:
    """The same file with another size in its header."""
    at = data.index(b"ispe")
    return data[: at + 8] + struct.pack(">II", width, height) + data[at + 16 :]


GOOD = heic(Image.effect_mandelbrot((800, 600), (-2.2, -1.2, 1.0, 1.2), 60).convert("RGB"))
WRONG = {
    "only a header": (b"\x00\x00\x00\x18ftypheic" + b"\0" * 64, "不是能读取的图片"),
    "a page that calls itself HEIC": (b"\x00\x00\x00\x18ftypheic<!doctype html><script>alert(1)</script>", "不是能读取的图片"),
    "three quarters of a photo": (GOOD[: len(GOOD) * 3 // 4], "不是能读取的图片"),
    "a bomb by its header": (claiming(GOOD, 30_000, 30_000), "5000 万像素"),
    "too many pixels": (heic(Image.new("L", (8_000, 6_600))), "5000 万像素"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_heic_photo_is_refused_in_words(name: str) -> None:
    data, sentence = WRONG[name]
    with pytest.raises(Refusal, match=sentence):
        render(data)


def test_a_header_that_understates_the_photo_costs_no_more_than_it_may() -> None:
    """Whatever the decoder makes of it: an answer, and no more than the pixels that may be."""
    try:
        rendered = render(claiming(GOOD, 8, 8))
    except Refusal:
        return
    assert rendered.width * rendered.height <= 800 * 600 and io.BytesIO(rendered.files[160]).read(4) == b"RIFF"


@pytest.mark.usefixtures("committed_db")
async def test_photos_that_take_long_leave_a_place_to_everybody_else() -> None:
    members = [await make_member() for _ in range(3)]
    slow, quick = heic(left_red(1200, 900)), encoded(left_red(20, 20))
    done: list[str] = []

    async def send(name: str, member: Viewer, data: bytes) -> None:
        await keep_picture(member.id, data)
        done.append(name)

    await asyncio.gather(*map(send, ("first", "second", "quick"), members, (slow, slow, quick)))
    assert done[0] == "quick"
