"""Pictures: checked by their content, stripped, turned upright, in four sizes; what is none is refused in words."""

import asyncio
import io
import struct
import zlib
from datetime import timedelta
from typing import cast

import httpx
import pillow_heif
import pytest
from litestar.datastructures import UploadFile
from PIL import Image, ImageCms, ImageDraw, ImageOps

from app.foundation import clock
from app.foundation.database import value
from app.foundation.refusals import Refusal, SlowDown
from app.media import storage
from app.media.actions import attach, forget_unattached, keep_picture
from app.media.rendering import render
from app.media.rules import WIDTHS
from tests.people import make_member

RED, BLUE = (220, 30, 30), (30, 30, 220)


def encoded(image: Image.Image, kind: str = "JPEG", **more: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)  # type: ignore[arg-type]
    return out.getvalue()


def left_red(width: int, height: int) -> Image.Image:
    image = Image.new("RGB", (width, height), BLUE)
    ImageDraw.Draw(image).rectangle((0, 0, width // 2, height), fill=RED)
    return image


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def is_red(image: Image.Image, x: int, y: int) -> bool:
    pixel = cast(tuple[int, int, int], image.convert("RGB").getpixel((x, y)))
    return pixel[0] > 150 and pixel[2] < 100


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_every_common_format_becomes_webp_in_four_widths(kind: str) -> None:
    rendered = render(encoded(left_red(2000, 1000), kind))
    assert (rendered.width, rendered.height) == (2000, 1000)
    for width in WIDTHS:
        small = opened(rendered.files[width])
        assert (small.format, small.size) == ("WEBP", (width, width // 2))


def test_a_small_picture_is_never_blown_up_and_has_all_names() -> None:
    rendered = render(encoded(left_red(300, 200), "PNG"))
    assert {width: opened(data).size[0] for width, data in rendered.files.items()} == {160: 160, 480: 300, 960: 300, 1600: 300}


def test_a_tiny_picture_has_all_names_too() -> None:
    rendered = render(encoded(left_red(2, 2), "PNG"))
    assert {opened(data).size for data in rendered.files.values()} == {(2, 2)}


def test_a_turned_photo_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown turned a quarter clockwise
    rendered = render(encoded(left_red(800, 400), exif=exif))
    assert (rendered.width, rendered.height) == (400, 800)
    upright = opened(rendered.files[160])
    assert upright.size == (160, 320)
    assert is_red(upright, 80, 40)
    assert not is_red(upright, 80, 280)


def other_colours() -> bytes:
    """A profile in which the numbers for red mean green, and the other way round."""
    known = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return known.replace(b"rXYZ", b"----").replace(b"gXYZ", b"rXYZ").replace(b"----", b"gXYZ")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_a_photo_in_colours_of_its_own_looks_as_it_was_taken(kind: str) -> None:
    pillow_heif.register_heif_opener()
    data = encoded(Image.new("RGB", (64, 64), (200, 40, 40)), kind, icc_profile=other_colours())
    red, green, _ = cast(tuple[int, int, int], opened(render(data).files[160]).convert("RGB").getpixel((9, 9)))
    assert green > 180 and red < 80


def test_of_a_photo_that_brings_a_second_picture_along_the_first_is_kept() -> None:
    """Phones put a map of the bright parts, or the depth, behind the JPEG itself."""
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = left_red(800, 400)
    data = encoded(photo, "MPO", save_all=True, append_images=[Image.new("L", (200, 100))], exif=exif)
    assert opened(data).format == "MPO"
    upright = opened(render(data).files[480])
    assert upright.size == (400, 800) and is_red(upright, 200, 100)


def test_nothing_of_the_metadata_is_left() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    exif.get_ifd(0x8825)[2] = (22.0, 17.0, 8.0)
    data = encoded(left_red(800, 400), exif=exif, comment=b"SECRETCOMMENT")
    assert b"SECRETCAMERA" in data
    for made in render(data).files.values():
        assert not opened(made).getexif()
        for mark in (b"SECRET", b"EXIF", b"XMP ", b"ICCP"):
            assert mark not in made


def test_transparency_survives() -> None:
    small = opened(render(encoded(Image.new("RGBA", (300, 300), (255, 0, 0, 0)), "PNG")).files[160])
    assert small.mode == "RGBA"
    assert small.getchannel("A").getextrema() == (0, 0)


def test_of_an_animation_the_first_frame_is_kept() -> None:
    frames = [Image.new("RGB", (200, 200), color) for color in (RED, BLUE)]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    still = opened(render(data).files[160])
    assert getattr(still, "n_frames", 1) == 1
    assert is_red(still, 5, 5)


def test_a_very_tall_screenshot_fits() -> None:
    rendered = render(encoded(Image.new("RGB", (400, 30000), RED), "PNG"))
    assert opened(rendered.files[1600]).size[1] <= 16_383


def bomb() -> bytes:
    """A PNG of 30,000 by 30,000 pixels in a few hundred bytes: its header alone is true."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


WRONG = {
    "a program": (b"MZ" + b"\0" * 200, "不是能读取的图片"),
    "a page": (b"<!doctype html><script>alert(1)</script>", "不是能读取的图片"),
    "an SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "不是能读取的图片"),
    "half a photo": (encoded(left_red(800, 400))[:2000], "不是能读取的图片"),
    "a BMP": (encoded(left_red(20, 20), "BMP"), "不是能读取的图片"),
    "nothing": (b"", "不是能读取的图片"),
    "a bomb": (bomb(), "5000 万像素"),
    "too many pixels": (encoded(Image.new("1", (10_000, 5_201)), "PNG"), "5000 万像素"),
    "a progressive JPEG, which is decoded whole": (
        encoded(Image.new("L", (10_000, 5_201)), progressive=True),
        "5000 万像素",
    ),
    "a plain JPEG too narrow to be decoded at a fraction": (encoded(Image.new("L", (65_000, 900))), "5000 万像素"),
    "too large": (b"\xff\xd8\xff" + b"\0" * 25_000_000, "25 MB"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_picture_is_refused_in_words(name: str) -> None:
    data, sentence = WRONG[name]
    with pytest.raises(Refusal, match=sentence):
        render(data)


def test_the_largest_photo_of_a_phone_is_taken() -> None:
    rendered = render(encoded(Image.new("L", (16_320, 12_240), 90), quality=20))
    assert (rendered.width, opened(rendered.files[1600]).size) == (16_320, (1600, 1200))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_way_of_holding_a_phone_is_turned_upright(orientation: int) -> None:
    particulars = Image.Exif()
    particulars[0x0112] = orientation
    turned = opened(encoded(left_red(60, 40), exif=particulars))
    upright = opened(render(encoded(left_red(60, 40), exif=particulars)).files[160])
    wanted = ImageOps.exif_transpose(turned)
    assert upright.size == wanted.size
    assert [is_red(upright, x, y) for x, y in ((4, 4), (35, 35))] == [is_red(wanted, x, y) for x, y in ((4, 4), (35, 35))]


def test_a_photo_whose_camera_wrote_a_particular_wrongly_is_a_photo() -> None:
    """A text where its width should stand, and a photo to be turned."""
    particulars = Image.Exif()
    particulars[0x0112], particulars[0x010E] = 6, "x" * 20
    photo = encoded(left_red(60, 40), exif=particulars)
    broken = photo.replace(b"\x01\x0e\x00\x02", b"\x01\x00\x00\x02")
    assert broken != photo
    assert render(broken).width == 40


@pytest.mark.usefixtures("db")
async def test_an_attached_picture_is_served_for_ever(client: httpx.AsyncClient) -> None:
    member = (await make_member()).id
    picture = await keep_picture(member, encoded(left_red(800, 400)))
    await attach(member, [picture])
    for width in WIDTHS:
        answer = await client.get(f"/media/{picture}/{width}.webp")
        assert answer.headers["content-type"] == "image/webp"
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"
        again = await client.get(f"/media/{picture}/{width}.webp", headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    "path", ["/media/zzzzzzzz/480.webp", "/media/zzzzzzzz/481.webp", "/media/../480.webp", "/media/%2e%2e/480.webp"]
)
async def test_other_files_are_not_served(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


@pytest.mark.usefixtures("db")
async def test_only_ones_own_pictures_are_attached_in_the_order_given() -> None:
    member, stranger = await make_member(), await make_member()
    one, two = [await keep_picture(member.id, encoded(left_red(20, 20))) for _ in range(2)]
    theirs = await keep_picture(stranger.id, encoded(left_red(20, 20)))
    assert await attach(member.id, [two, theirs, one, two, "nothing"]) == [two, one]
    assert await value("select count(*) from picture where attached") == 2


@pytest.mark.usefixtures("db")
async def test_pictures_that_were_never_attached_are_forgotten_after_a_day() -> None:
    member = await make_member()
    kept, dropped = [await keep_picture(member.id, encoded(left_red(20, 20))) for _ in range(2)]
    await attach(member.id, [kept])
    await forget_unattached()
    assert await storage.get(dropped, 160)
    await clock.shift(timedelta(days=1, minutes=1))
    await forget_unattached()
    assert await storage.get(kept, 160)
    assert await storage.get(dropped, 160) is None
    assert await value("select array_agg(public_id) from picture") == [kept]


@pytest.mark.usefixtures("db")
async def test_uploads_are_limited() -> None:
    member = await make_member()
    tiny = encoded(left_red(2, 2), "PNG")
    for _ in range(60):
        await keep_picture(member.id, tiny)
    with pytest.raises(SlowDown):
        await keep_picture(member.id, tiny)


@pytest.mark.usefixtures("committed_db")
async def test_of_many_files_sent_at_once_those_that_wait_stay_on_disk() -> None:
    member, being_read, most = await make_member(), 0, 0

    class Upload(UploadFile):
        async def read(self, size: int = -1) -> bytes:
            nonlocal being_read, most
            if 0 < size < 100:  # its first signs alone
                return await super().read(size)
            being_read += 1
            most = max(most, being_read)
            await asyncio.sleep(0.02)
            being_read -= 1
            return await super().read(size)

    tiny = encoded(left_red(2, 2), "PNG")
    kept = await asyncio.gather(*(keep_picture(member.id, Upload("image/png", "a.png", tiny)) for _ in range(6)))
    assert len(set(kept)) == 6
    assert most <= 2
