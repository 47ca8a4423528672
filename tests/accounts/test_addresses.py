"""登录方式: adding an address by a code to it, removing one, choosing the first; the old ways are told."""

import httpx
import pytest

from app.accounts.queries import profile_of
from app.accounts.viewer import Viewer
from app.foundation.database import row, rows, value
from tests.accounts.browsers import other_browser
from tests.accounts.mailbox import texted_code, wrong
from tests.people import make_member, sign_in

pytestmark = pytest.mark.usefixtures("db")
OLD, NEW = "old@people.test", "new@people.test"


async def proof_code(address: str) -> str:
    return await value(
        "select params->>'code' from mail where event = 'address_code' and address = {} order by id desc limit 1", address
    )


async def ask(client: httpx.AsyncClient, address: str) -> str:
    """The token that binds the code to this browser."""
    answer = await client.post("/me/identities", data={"address": address})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("at=")[2]


async def add(client: httpx.AsyncClient, address: str) -> httpx.Response:
    at = await ask(client, address)
    return await client.post("/me/identities/proof", data={"at": at, "code": await proof_code(address)})


async def addresses(member: Viewer) -> list[str]:
    return [one["address"] for one in await rows("select address from identity where member = {} order by id", member.id)]


async def identity(address: str) -> int:
    return await value("select id from identity where address = {}", address)


async def test_an_address_is_added_by_the_code_sent_to_it(client: httpx.AsyncClient) -> None:
    member = await make_member(email=OLD)
    await sign_in(client, member)
    assert (await add(client, NEW)).headers["location"] == "/me/security"
    assert await addresses(member) == [OLD, NEW]
    page = await client.get("/me/security")
    assert OLD in page.text
    assert NEW in page.text


async def test_a_phone_is_added_by_a_text_message(client: httpx.AsyncClient) -> None:
    member = await make_member(email=OLD)
    await sign_in(client, member)
    at = await ask(client, "0912 345 678")
    assert "+886 912 345 678" in (await client.get(f"/me/identities/proof?at={at}")).text
    await client.post("/me/identities/proof", data={"at": at, "code": await texted_code("+886912345678")})
    assert await addresses(member) == [OLD, "+886912345678"]


async def test_a_wrong_code_adds_nothing(client: httpx.AsyncClient) -> None:
    member = await make_member(email=OLD)
    await sign_in(client, member)
    at = await ask(client, NEW)
    answer = await client.post("/me/identities/proof", data={"at": at, "code": wrong(await proof_code(NEW))})
    assert answer.status_code == 409
    assert "还可以试 4 次" in answer.text
    assert await addresses(member) == [OLD]


async def test_a_code_for_adding_signs_nobody_in_and_adds_to_nobody_else(client: httpx.AsyncClient) -> None:
    member, other = await make_member(email=OLD), await make_member(email="other@people.test")
    await sign_in(client, member)
    at, code = await ask(client, NEW), await proof_code(NEW)
    async with other_browser() as thief:
        await thief.post("/sign-in", data={"at": at, "code": code})
        assert (await thief.get("/me")).status_code == 303
        await sign_in(thief, other)
        await thief.post("/me/identities/proof", data={"at": at, "code": code})
    assert await addresses(other) == ["other@people.test"]


async def test_a_code_for_signing_in_adds_no_address(client: httpx.AsyncClient) -> None:
    member = await make_member(email=OLD)
    async with other_browser() as stranger:
        sent = await stranger.post("/sign-in", data={"address": NEW})
    at = sent.headers["location"].partition("at=")[2].partition("&")[0]
    code = await value("select params->>'code' from mail where address = {}", NEW)
    await sign_in(client, member)
    await client.post("/me/identities/proof", data={"at": at, "code": code})
    assert await addresses(member) == [OLD]


async def test_the_old_ways_are_told_of_a_new_one_which_is_named_by_half(client: httpx.AsyncClient) -> None:
    member = await make_member(email=OLD)
    await sign_in(client, member)
    await add(client, NEW)
    told = await row("select address, params from mail where event = 'address_added'")
    assert told is not None
    assert told["address"] == OLD
    assert "n***@people.test" in str(told["params"])
    assert await value("select count(*) from notice where member = {} and event = 'address_added'", member.id) == 1


async def test_an_email_is_changed_by_adding_the_new_and_removing_the_old(client: httpx.AsyncClient) -> None:
    member = await make_member(email=OLD)
    await sign_in(client, member)
    await add(client, NEW)
    await client.post("/me/identities/removal", data={"identity": str(await identity(OLD))})
    assert await addresses(member) == [NEW]
    assert (await profile_of(member.id))["email"] == NEW
    assert await value("select count(*) from mail where event = 'address_removed' and address = {}", OLD) == 1


async def test_the_last_way_in_stays(client: httpx.AsyncClient) -> None:
    member = await make_member(email=OLD)
    await sign_in(client, member)
    answer = await client.post("/me/identities/removal", data={"identity": str(await identity(OLD))})
    assert answer.status_code == 409
    assert "最后一种登录方式" in answer.text
    assert await addresses(member) == [OLD]


async def test_nobody_removes_or_prefers_anothers_address(client: httpx.AsyncClient) -> None:
    other = await make_member(email="other@people.test")
    await sign_in(client, await make_member(email=OLD))
    theirs = {"identity": str(await identity("other@people.test"))}
    assert (await client.post("/me/identities/removal", data=theirs)).status_code == 404
    assert (await client.post("/me/identities/first", data=theirs)).status_code == 404
    assert await addresses(other) == ["other@people.test"]


async def test_one_chooses_which_address_is_written_to(client: httpx.AsyncClient) -> None:
    member = await make_member(email=OLD)
    await sign_in(client, member)
    await add(client, NEW)
    assert (await profile_of(member.id))["email"] == OLD
    await client.post("/me/identities/first", data={"identity": str(await identity(NEW))})
    assert (await profile_of(member.id))["email"] == NEW


async def test_known_and_unknown_addresses_get_the_same_answer_until_they_are_proven(client: httpx.AsyncClient) -> None:
    await make_member(email="taken@people.test")
    await sign_in(client, await make_member(email=OLD))
    seen = []
    for address in ("taken@people.test", NEW):
        at = await ask(client, address)
        page = await client.get(f"/me/identities/proof?at={at}")
        seen.append(page.text.replace(address, "…").replace(address.replace("@", "%40"), "…").replace(at, "…"))
    assert seen[0] == seen[1]


async def test_ones_own_address_is_not_added_twice(client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member(email=OLD))
    answer = await client.post("/me/identities", data={"address": OLD})
    assert answer.status_code == 409
    assert "已经能登录" in answer.text
