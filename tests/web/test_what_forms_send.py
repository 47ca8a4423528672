"""Forms as strangers send them: too large, in odd charsets, torn, with bytes that nothing can store."""

import time
from typing import Any

import httpx
import pytest

from app.web.sent import LARGEST_FORM, MOST_FILES
from tests.people import make_member, sign_in

pytestmark = pytest.mark.usefixtures("db")


def part(name: str, body: bytes, also: str = "") -> bytes:
    head = f'--b\r\nContent-Disposition: form-data; name="{name}"{also}\r\n\r\n'
    return head.encode() + body + b"\r\n"


async def send(client: httpx.AsyncClient, body: bytes, path: str = "/sign-in", boundary: str = "b") -> httpx.Response:
    kind = f"multipart/form-data; boundary={boundary}"
    return await client.post(path, content=body, headers={"Content-Type": kind})


async def test_a_part_cannot_choose_a_charset_that_takes_minutes(client: httpx.AsyncClient) -> None:
    begun = time.monotonic()
    slow = b"a" * 200_000 + b"-" + b"a" * 200_000
    answer = await send(client, part("email", slow, "\r\nContent-Type: text/plain; charset=punycode") + b"--b--\r\n")
    assert answer.status_code == 422
    assert time.monotonic() - begun < 5, "read as punycode it takes more than ten seconds"


@pytest.mark.parametrize(
    "body",
    [
        part("email", b"\xff\xfe"),
        part("email", b"a", "\r\nContent-Type: text/plain; charset=nonsense"),
        part("email", b"\\ud800", "\r\nContent-Type: text/plain; charset=unicode_escape"),
        part("email", b"a\x00b"),
    ],
)
async def test_what_is_no_text_is_answered_in_words(client: httpx.AsyncClient, body: bytes) -> None:
    assert (await send(client, body + b"--b--\r\n")).status_code == 422


@pytest.mark.parametrize(
    "body", [b"", b"torn", part("email", b"a")[:-2], b"--b\r\nContent-Disposition: form-data\r\n\r\na\r\n--b--"]
)
async def test_a_torn_form_is_a_bad_request(client: httpx.AsyncClient, body: bytes) -> None:
    assert (await send(client, body)).status_code in (400, 422)
    assert (await send(client, body, boundary="")).status_code == 400


async def test_fields_beyond_counting_are_a_bad_request(client: httpx.AsyncClient) -> None:
    assert (await send(client, part("email", b"a") * 1001 + b"--b--\r\n")).status_code == 400
    assert (await client.post("/sign-in", content=b"a&" * 1001, headers=FORM)).status_code == 400


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def test_a_form_of_a_hundred_megabytes_is_taken_from_nobody_where_none_is_asked_for(client: httpx.AsyncClient) -> None:
    assert (await client.post("/sign-in", content=b"email=" + b"a" * LARGEST_FORM, headers=FORM)).status_code == 413
    assert (await send(client, part("email", b"a" * LARGEST_FORM) + b"--b--\r\n")).status_code == 413
    await sign_in(client, await make_member())
    assert (await client.post("/brands", content=b"name=" + b"a" * LARGEST_FORM, headers=FORM)).status_code == 400
    assert (await send(client, part("name", b"a" * (LARGEST_FORM + 1)) + b"--b--\r\n", "/brands")).status_code == 400


async def test_more_files_than_anybody_chooses_are_a_bad_request(client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    file = part("uploads", b"a", '; filename="a.png"')
    assert (await send(client, file * (MOST_FILES + 1) + b"--b--\r\n", "/ideas")).status_code == 400
    refused = await send(client, file * MOST_FILES + b"--b--\r\n", "/ideas")
    assert refused.status_code == 422
    assert "最多 6 张图片" in refused.text


async def test_what_people_type_comes_as_they_typed_it(client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    shown: Any = (await client.post("/brands", data={"name": "", "story": "木头\x00玩具 & +1"})).text
    assert "木头玩具 &amp; +1" in shown
    shown = (await client.post("/brands", data={"name": "", "story": "木头玩具"}, files={"logo": ("a.txt", b"no picture")})).text
    assert "木头玩具" in shown
    assert "不是能读取的图片" in shown
