"""Phone numbers as people type them, and signing in by one."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.addresses import Address, read_address
from app.accounts.phones import likely_regions, read_phone, region_of, shown_phone
from app.foundation.database import row, value
from app.foundation.refusals import Refusal
from app.notifications.sms import port
from tests.accounts.mailbox import texted_code


@pytest.mark.parametrize(
    ("typed", "lang", "time_zone", "tags", "number"),
    [
        ("138 0013 8000", "zh-Hans", "", "", "+8613800138000"),
        ("13802345678", "zh-Hans", "America/New_York", "zh-CN", "+8613802345678"),
        ("8613800138000", "zh-Hans", "", "", "+8613800138000"),
        ("0912-345-678", "zh-Hant", "", "", "+886912345678"),
        ("912345678", "zh-Hant", "Asia/Taipei", "", "+886912345678"),
        ("9123 4567", "zh-Hant", "", "", "+85291234567"),
        ("9123 4567", "zh-Hans", "Asia/Singapore", "", "+6591234567"),
        ("9123 4567", "zh-Hans", "", "zh-SG,zh;q=0.9", "+6591234567"),
        ("66123456", "zh-Hant", "Asia/Macau", "", "+85366123456"),
        ("012-345 6789", "zh-Hans", "", "", "+60123456789"),
        ("(415) 555-2671", "zh-Hans", "America/Los_Angeles", "", "+14155552671"),
        ("+852 9123 4567", "zh-Hans", "", "", "+85291234567"),
        ("＋８５２９１２３４５６７", "zh-Hans", "", "", "+85291234567"),
        ("00852-91234567", "en", "", "", "+85291234567"),
    ],
)
def test_a_number_is_understood_without_its_country(typed: str, lang: str, time_zone: str, tags: str, number: str) -> None:
    assert read_address(typed, likely_regions(lang, time_zone, tags)) == Address("phone", number)


@pytest.mark.parametrize(
    ("typed", "word"), [("12345", "不像一个手机号"), ("021 6213 3000", "收不到短信"), ("+44 20 7946 0018", "收不到短信")]
)
def test_what_takes_no_message_is_refused_in_a_sentence(typed: str, word: str) -> None:
    with pytest.raises(Refusal, match=word):
        read_address(typed, likely_regions("zh-Hans"))


@given(st.text(max_size=40))
def test_whatever_is_typed_is_an_address_or_a_refusal(typed: str) -> None:
    try:
        found = read_address(typed, likely_regions("zh-Hans"))
    except Refusal as refusal:
        assert refusal.field == "address"
    else:
        assert found.text


@given(st.integers(3, 9), st.integers(0, 10**9 - 1))
def test_what_is_shown_is_read_again_as_the_same_number(second: int, rest: int) -> None:
    try:
        number = read_phone(f"1{second}{rest:09}", likely_regions("zh-Hans"))
    except Refusal:
        return
    assert read_phone(shown_phone(number), []) == number
    assert region_of(number)


@pytest.mark.usefixtures("db")
async def test_a_phone_signs_in_by_the_code_of_a_text_message(client: httpx.AsyncClient) -> None:
    sent = await client.post("/sign-in", data={"address": "138 0013 8000", "next": "/perks"})
    page = await client.get(sent.headers["location"])
    assert "+86 138 0013 8000" in page.text
    answer = await client.post("/sign-in", data={"code": await texted_code("+8613800138000"), "next": "/perks"})
    assert answer.headers["location"] == "/perks"
    assert await row("select kind, address from identity") == {"kind": "phone", "address": "+8613800138000"}
    assert (await client.get("/me")).status_code == 200


@pytest.mark.usefixtures("db")
async def test_the_message_names_this_site_so_that_phones_fill_the_code_in(client: httpx.AsyncClient) -> None:
    await client.post("/sign-in", data={"address": "+85291234567"})
    code = await texted_code("+85291234567")
    assert f"@127.0.0.1 #{code}" in (await client.get("/dev/sms", params={"to": "+85291234567"})).text
    assert len(code) == 6


@pytest.mark.usefixtures("db")
async def test_either_is_taken_whichever_keys_are_up(client: httpx.AsyncClient) -> None:
    assert 'type="tel"' in (await client.get("/sign-in?by=phone")).text
    assert 'inputmode="email"' in (await client.get("/sign-in?by=email")).text
    assert (await client.post("/sign-in", data={"address": "a@people.test", "by": "phone"})).status_code == 303
    client.cookies.clear()
    assert (await client.post("/sign-in", data={"address": "13800138000", "by": "email"})).status_code == 303


@pytest.mark.usefixtures("db")
async def test_no_number_is_asked_for_where_no_message_can_be_sent(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(port, "Local", lambda: None)
    page = await client.get("/sign-in")
    assert 'type="tel"' not in page.text
    assert "手机号" not in page.text
    answer = await client.post("/sign-in", data={"address": "13800138000"})
    assert answer.status_code == 422
    assert "请填邮箱" in answer.text
    assert await value("select count(*) from sms") == 0
