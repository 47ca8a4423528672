"""Passkeys: added, asked, entered by; and whatever isn't exactly the right answer opens nothing."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.accounts.factors.tasks import forget_challenges
from app.accounts.viewer import SESSION_COOKIE, Viewer
from app.foundation import clock
from app.foundation.database import value
from tests.accounts.factors.authenticator import Authenticator
from tests.people import make_brand, make_member, sign_in

pytestmark = pytest.mark.usefixtures("db")


async def challenge(browser: httpx.AsyncClient, path: str = "/sign-in/passkey/challenge") -> dict[str, Any]:
    answer = await browser.post(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def add(browser: httpx.AsyncClient, device: Authenticator, **client: Any) -> httpx.Response:
    made = device.create(await challenge(browser, "/me/passkeys/challenge"), **client)
    return await browser.post("/me/passkeys", data={"answer": made})


async def with_passkey(browser: httpx.AsyncClient, **device: Any) -> tuple[Viewer, Authenticator]:
    """A member who has added one, and signed out again."""
    member, made = await make_member(), Authenticator(**device)
    await sign_in(browser, member)
    assert (await add(browser, made)).status_code == 200
    browser.cookies.clear()
    return member, made


async def enter(browser: httpx.AsyncClient, answer: str, **more: str) -> httpx.Response:
    return await browser.post("/sign-in/passkey", data={"answer": answer, **more})


def is_in(answer: httpx.Response) -> bool:
    return SESSION_COOKIE in answer.headers.get("set-cookie", "")


async def test_a_passkey_signs_in_by_itself_and_counts_as_second_factor(browser: httpx.AsyncClient) -> None:
    member, device = await with_passkey(browser)
    desk = f"/brands/{(await make_brand(member))['public_id']}/studio"
    options = await challenge(browser)
    assert options["userVerification"] == "required"
    assert not options["allowCredentials"]
    entered = await enter(browser, device.get(options), next=desk)
    assert (entered.status_code, entered.headers["location"]) == (303, desk)
    assert (await browser.get(desk)).status_code == 200


async def test_it_is_asked_for_as_a_key_found_without_a_name(browser: httpx.AsyncClient) -> None:
    await sign_in(browser, await make_member())
    options = await challenge(browser, "/me/passkeys/challenge")
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["attestation"] == "none"


async def test_a_device_that_has_one_is_not_asked_to_make_another(browser: httpx.AsyncClient) -> None:
    member, device = await with_passkey(browser)
    await sign_in(browser, member)
    excluded = (await challenge(browser, "/me/passkeys/challenge"))["excludeCredentials"]
    assert len(excluded) == 1
    assert excluded[0]["transports"] == ["hybrid", "internal"]
    assert "已经添加过了" in (await add(browser, device)).text


async def test_the_first_one_brings_recovery_codes_and_a_notice(browser: httpx.AsyncClient) -> None:
    await sign_in(browser, member := await make_member(), second_factor=False)
    assert "收好这 10 个备用码" in (await add(browser, Authenticator())).text
    assert await value("select count(*) from notice where member = {} and event = 'passkey_added'", member.id) == 1


async def test_an_answer_enters_once(browser: httpx.AsyncClient) -> None:
    _, device = await with_passkey(browser)
    answer = device.get(await challenge(browser))
    assert is_in(await enter(browser, answer))
    browser.cookies.clear()
    assert not is_in(await enter(browser, answer))


async def test_a_wrong_answer_uses_its_challenge_up(browser: httpx.AsyncClient) -> None:
    _, device = await with_passkey(browser)
    options = await challenge(browser)
    assert not is_in(await enter(browser, device.get(options, origin="http://evil.example")))
    assert not is_in(await enter(browser, device.get(options)))


async def test_a_challenge_is_answered_within_five_minutes(browser: httpx.AsyncClient) -> None:
    _, device = await with_passkey(browser)
    options = await challenge(browser)
    await clock.shift(timedelta(minutes=6))
    assert not is_in(await enter(browser, device.get(options)))


@pytest.mark.parametrize(
    "wrong",
    [{"origin": "https://localhost:8000"}, {"origin": "http://localhost"}, {"type": "webauthn.create"},
     {"challenge": "c2VsZi1tYWRlLWNoYWxsZW5nZQ"}],
)  # fmt: skip
async def test_another_origin_purpose_or_challenge_opens_nothing(browser: httpx.AsyncClient, wrong: dict[str, str]) -> None:
    _, device = await with_passkey(browser)
    assert not is_in(await enter(browser, device.get(await challenge(browser), **wrong)))


async def test_a_key_for_another_host_opens_nothing(browser: httpx.AsyncClient) -> None:
    _, device = await with_passkey(browser)
    assert not is_in(await enter(browser, device.get(await challenge(browser) | {"rpId": "evil.example"})))


async def test_a_touch_without_finger_face_or_lock_opens_nothing(browser: httpx.AsyncClient) -> None:
    _, device = await with_passkey(browser)
    device.is_verifying = False
    assert not is_in(await enter(browser, device.get(await challenge(browser))))


async def test_another_key_under_the_same_id_opens_nothing(browser: httpx.AsyncClient) -> None:
    _, device = await with_passkey(browser)
    forged = Authenticator()
    forged.id = device.id
    assert not is_in(await enter(browser, forged.get(await challenge(browser))))


async def test_a_copied_key_shows_by_its_count(browser: httpx.AsyncClient) -> None:
    _, device = await with_passkey(browser, counts=True)
    assert is_in(await enter(browser, device.get(await challenge(browser))))
    browser.cookies.clear()
    device.count -= 1
    assert not is_in(await enter(browser, device.get(await challenge(browser))))


async def test_an_unknown_key_is_told_so(browser: httpx.AsyncClient) -> None:
    answer = await enter(browser, Authenticator().get(await challenge(browser)))
    assert not is_in(answer)
    assert "没有登记" in (await browser.get(answer.headers["location"])).text


async def test_stepping_up_takes_only_ones_own_and_only_what_was_asked_for_that(browser: httpx.AsyncClient) -> None:
    _, stranger = await with_passkey(browser)
    entering = await challenge(browser)
    member, device = await with_passkey(browser)
    await sign_in(browser, member, second_factor=False)
    options = await challenge(browser)
    assert [one["id"] for one in options["allowCredentials"]] == [json.loads(device.get(options))["id"]]
    for answer in (stranger.get(options), device.get(entering)):
        assert (await browser.post("/sign-in/second/passkey", data={"answer": answer})).status_code == 409
    proven = await browser.post("/sign-in/second/passkey", data={"answer": device.get(await challenge(browser)), "next": "/me"})
    assert (proven.status_code, proven.headers["location"]) == (303, "/me")


async def test_a_challenge_for_one_member_adds_no_key_to_another(browser: httpx.AsyncClient) -> None:
    await sign_in(browser, await make_member())
    options = await challenge(browser, "/me/passkeys/challenge")
    await sign_in(browser, await make_member())
    refused = await browser.post("/me/passkeys", data={"answer": Authenticator().create(options)})
    assert refused.status_code == 409
    assert not await value("select count(*) from passkey")


async def test_it_is_named_removed_and_then_opens_nothing(browser: httpx.AsyncClient) -> None:
    member, device = await with_passkey(browser)
    await sign_in(browser, member)
    path = f"/me/passkeys/{await value('select public_id from passkey')}"
    await browser.post(f"{path}/name", data={"name": "办公室的电脑"})
    assert "办公室的电脑" in (await browser.get("/me/security")).text
    stranger = await make_member()
    await sign_in(browser, stranger)
    assert (await browser.post(f"{path}/removal")).status_code == 404
    await sign_in(browser, member)
    assert (await browser.post(f"{path}/removal")).status_code == 303
    browser.cookies.clear()
    assert not is_in(await enter(browser, device.get(await challenge(browser))))


@pytest.mark.parametrize(
    "answer",
    ["", "null", "[]", "{}", "x" * 30_000, "[" * 15_000, '{"id": 1, "response": {"clientDataJSON": 7}}',
     '{"response": {"clientDataJSON": "bnVsbA"}}', '{"response": {"clientDataJSON": "eyJjaGFsbGVuZ2UiOiAxfQ"}}'],
)  # fmt: skip
async def test_nonsense_is_an_answer_that_opens_nothing(browser: httpx.AsyncClient, answer: str) -> None:
    _, device = await with_passkey(browser)
    tried = await enter(browser, answer)
    assert tried.status_code == 303
    assert not is_in(tried)
    whole = json.loads(device.get(await challenge(browser)))
    whole["response"]["authenticatorData"] = "AAAA"
    assert not is_in(await enter(browser, json.dumps(whole)))


async def test_a_bare_address_offers_no_passkeys(client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    assert 'data-passkey="create"' not in (await client.get("/me/security")).text
    assert (await client.post("/sign-in/passkey/challenge")).status_code == 409


async def test_challenges_that_nobody_answered_are_forgotten(browser: httpx.AsyncClient) -> None:
    await challenge(browser)
    await forget_challenges()
    assert await value("select count(*) from passkey_challenge") == 1
    await clock.shift(timedelta(minutes=6))
    await forget_challenges()
    assert not await value("select count(*) from passkey_challenge")
