"""Races around people: guesses, joining twice, the last two owners leaving together."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest

from app.accounts.actions import create_member
from app.accounts.addresses import Address
from app.accounts.codes import check_code, send_code
from app.accounts.identities.actions import ask_proof, prove_address
from app.accounts.identities.merging import merge_into
from app.accounts.leaving.actions import erase_member
from app.brands import actions as brand_actions
from app.brands.actions import accept_invitation, invite, remove_from_team
from app.foundation.database import execute, transaction, value
from app.foundation.refusals import Refusal
from tests.accounts.mailbox import code_for, wrong
from tests.accounts.test_addresses import proof_code
from tests.people import desk_of, join_team, make_brand, make_member

ASHU = Address("email", "ashu@people.test")

pytestmark = pytest.mark.usefixtures("committed_db")


async def outcomes(*attempts: Awaitable[Any]) -> list[Any]:
    return await asyncio.gather(*attempts, return_exceptions=True)


async def test_of_forty_guesses_at_once_five_are_looked_at() -> None:
    browser = await send_code(ASHU, place="here", lang="zh-Hans")
    bad = wrong(await code_for("ashu@people.test"))
    refusals = await outcomes(*(check_code(browser, bad) for _ in range(40)))
    assert all(isinstance(one, Refusal) for one in refusals)
    assert await value("select tries from sign_in_code") == 5


async def test_a_code_typed_in_two_tabs_at_once_proves_once() -> None:
    browser = await send_code(ASHU, place="here", lang="zh-Hans")
    code = await code_for("ashu@people.test")
    found = await outcomes(*(check_code(browser, code) for _ in range(4)))
    assert found.count(ASHU) == 1


async def test_an_address_joins_once_however_many_browsers_ask() -> None:
    ids = await outcomes(
        *(create_member("email", "ashu@people.test", f"阿树{n}", lang="zh-Hans", time_zone="Asia/Shanghai") for n in range(8))
    )
    assert len(set(ids)) == 1
    assert await value("select count(*) from member") == 1


async def two_owners_leave_at_once() -> int:
    one, other = await make_member(), await make_member()
    brand = await make_brand(one)
    await join_team(brand, other, "owner")
    desks = [await desk_of(brand, one), await desk_of(brand, other)]
    await outcomes(remove_from_team(desks[0], one.public_id), remove_from_team(desks[1], other.public_id))
    return await value("select count(*) from brand_member where brand = {}", brand["id"])


async def test_two_owners_who_leave_together_leave_one_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [await two_owners_leave_at_once() for _ in range(10)] == [1] * 10

    async def unlocked(name: str, key: int) -> None:
        await asyncio.sleep(0.01)

    monkeypatch.setattr(brand_actions, "sole_lock", unlocked)
    assert 0 in [await two_owners_leave_at_once() for _ in range(10)], "without the lock the race is real"


async def test_an_invitation_opened_by_many_at_once_lets_one_in() -> None:
    owner = await make_member()
    brand = await make_brand(owner)
    public_id = await invite(owner, await desk_of(brand, owner), "new@people.test", "editor")
    key = (await value("select url from mail where event = 'brand_invitation'")).partition("key=")[2]
    people = [await make_member() for _ in range(6)]
    found = await outcomes(*(accept_invitation(person, public_id, key) for person in people))
    assert sum(not isinstance(one, Refusal) for one in found) == 1
    assert await value("select count(*) from brand_member where brand = {}", brand["id"]) == 2


async def test_nobody_is_merged_into_somebody_who_leaves_in_that_moment() -> None:
    """Else their addresses would belong to a member who is gone, and let nobody in any more."""
    me, other = await make_member(), await make_member(email="others@people.test")
    at = await ask_proof(me, Address("email", "others@people.test"), place="here")
    assert not await prove_address(me, at, await proof_code("others@people.test"), place="here")
    has_left = asyncio.Event()

    async def leave() -> None:
        async with transaction():
            await erase_member(me, withdraws_ideas=False)
            has_left.set()
            await asyncio.sleep(0.5)

    async def merge() -> None:
        await has_left.wait()
        await merge_into(me, at)

    assert isinstance((await outcomes(leave(), merge()))[1], Refusal)
    assert await value("select member from identity where address = 'others@people.test'") == other.id


async def test_whoever_leaves_in_that_moment_gets_no_further_address() -> None:
    """It would belong to a member who is gone, and never open anything again."""
    me = await make_member()
    at = await ask_proof(me, Address("email", "further@people.test"), place="here")
    code = await proof_code("further@people.test")
    has_left = asyncio.Event()

    async def leave() -> None:
        async with transaction():
            await execute("select from member where id = {} for update", me.id)
            has_left.set()
            await asyncio.sleep(0.3)
            await erase_member(me, withdraws_ideas=False)

    async def prove() -> None:
        await has_left.wait()
        await prove_address(me, at, code, place="here")

    await outcomes(leave(), prove())
    assert await value("select count(*) from identity where address = 'further@people.test'") == 0
