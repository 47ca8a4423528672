"""Small decisions around signing in, and links that open one thing."""

from datetime import timedelta

import httpx
import pytest

from app.accounts.capabilities import capability_key, opens, revoke
from app.accounts.limits import limit
from app.accounts.queries import people
from app.accounts.rules import device_words, place_of, reason_to_sign_in
from app.foundation import clock
from app.foundation.database import execute, value
from app.foundation.refusals import SlowDown
from app.foundation.sweeps import run_sweeps
from tests.people import make_member


@pytest.mark.parametrize(
    ("begun", "next_path", "word"),
    [("vote", "/ideas/k7m2qx", "投票"), ("", "/perks", "权益"), ("pledges", "/campaigns/x", "支持"),
     ("", "/", ""), ("", "", ""), ("zzz", "/x", "")],
)  # fmt: skip
def test_a_reason_is_given_where_one_is_known(begun: str, next_path: str, word: str) -> None:
    reason = reason_to_sign_in(begun, next_path)
    assert (word in reason) if word else not reason


@pytest.mark.parametrize(
    ("address", "place"),
    [("203.0.113.9", "203.0.113.9"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("::ffff:203.0.113.9", "203.0.113.9"),
     ("", ""), ("unix", "unix")],
)  # fmt: skip
def test_a_place_is_a_subscribers_network(address: str, place: str) -> None:
    assert place_of(address) == place


def test_devices_are_named_as_people_know_them() -> None:
    wechat = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0"
    assert device_words(wechat) == ("微信", "Android")
    assert device_words("Mozilla/5.0 (Windows NT 10.0) Chrome/131.0 Safari/537.36 Edg/131.0") == ("Edge", "Windows")
    assert device_words("curl/8") == ("", "")


@pytest.mark.usefixtures("db")
async def test_a_capability_opens_its_subject_in_its_scope_while_it_lasts() -> None:
    key = await capability_key("pledge", "k7m2qxbb", lasting=timedelta(days=30))
    assert await opens(key, "pledge", "k7m2qxbb")
    assert not await opens(key, "pledge", "zzzzzzzz")
    assert not await opens(key, "perk", "k7m2qxbb")
    assert not await opens(key[:-1] + ("0" if key[-1] != "0" else "1"), "pledge", "k7m2qxbb")
    assert not await opens("", "pledge", "k7m2qxbb")
    assert await capability_key("pledge", "k7m2qxbb") == key, "a living link serves again"
    await clock.shift(timedelta(days=31))
    assert not await opens(key, "pledge", "k7m2qxbb")
    fresh = await capability_key("pledge", "k7m2qxbb")
    await revoke("pledge", "k7m2qxbb")
    assert not await opens(fresh, "pledge", "k7m2qxbb")


@pytest.mark.usefixtures("db")
async def test_a_limit_ends_with_its_window_and_is_forgotten() -> None:
    for _ in range(3):
        await limit("knock", "door", most=3, within=timedelta(minutes=5))
    with pytest.raises(SlowDown):
        await limit("knock", "door", most=3, within=timedelta(minutes=5))
    await limit("knock", "other door", most=3, within=timedelta(minutes=5))
    await clock.shift(timedelta(minutes=6))
    await limit("knock", "door", most=3, within=timedelta(minutes=5))
    await clock.shift(timedelta(hours=2))
    import app.accounts.tasks  # noqa: F401 - registers the sweep

    await run_sweeps()
    assert await value("select count(*) from rate_limit") == 0


@pytest.mark.usefixtures("db")
async def test_an_erased_member_is_still_there_without_a_name() -> None:
    member = await make_member("阿树")
    assert (await people([member.id, None]))[member.id].name == "阿树"
    await execute("delete from member_profile where member = {}", member.id)
    assert (await people([member.id]))[member.id].name == "已注销的成员"


@pytest.mark.usefixtures("db")
async def test_ready_says_when_production_can_send_no_mail(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.settings import settings

    assert (await client.get("/readyz")).json()["notes"] == []
    for name, text in {"ENVIRONMENT": "production", "PUBLIC_URL": "http://127.0.0.1:8000"}.items():
        monkeypatch.setitem(settings._env, name, text)
    assert "SMTP_URL" in str((await client.get("/readyz")).json()["notes"])
