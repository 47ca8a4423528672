"""The same proof from several browsers in one moment counts once."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from app.accounts.factors.actions import check_totp, draw_recovery_codes, give_totp, remove_totp, use_recovery_code
from app.accounts.factors.passkeys import remove_passkey
from app.accounts.factors.tables import Passkey
from app.accounts.factors.totp import fresh_secret, next_code
from app.accounts.oidc.flow import come_back
from app.accounts.oidc.tables import OidcFlow
from app.accounts.viewer import token_hash
from app.foundation import clock
from app.foundation.database import insert, value
from app.foundation.refusals import Refusal
from app.settings import OidcProvider
from tests.people import make_brand, make_member

pytestmark = pytest.mark.usefixtures("committed_db")


async def passed(*tries: Coroutine[Any, Any, Any]) -> int:
    """How many of them weren't refused."""
    ended = await asyncio.gather(*tries, return_exceptions=True)
    broken = [one for one in ended if isinstance(one, BaseException) and not isinstance(one, Refusal)]
    assert not broken, broken
    return sum(not isinstance(one, Refusal) for one in ended)


async def test_one_code_of_an_authenticator_passes_once() -> None:
    member, secret = await make_member(), fresh_secret()
    await give_totp(member.id, secret)
    code = next_code(secret, 0)
    assert await passed(*(check_totp(member.id, code) for _ in range(5))) == 1


async def test_one_recovery_code_passes_once() -> None:
    member = await make_member()
    await give_totp(member.id, fresh_secret())
    code = (await draw_recovery_codes(member))[0]
    assert await passed(*(use_recovery_code(member.id, code) for _ in range(5))) == 1


async def test_of_the_last_two_factors_one_stays() -> None:
    owner = await make_member()
    await make_brand(owner)
    await give_totp(owner.id, fresh_secret())
    passkey = await insert(Passkey, member=owner.id, credential_id=b"1", public_key=b"1", name="手机")
    assert await passed(remove_totp(owner), remove_passkey(owner, passkey["public_id"])) == 1
    left = "select (select count(*) from totp) + (select count(*) from passkey)"
    assert await value(left) == 1


async def test_one_state_is_taken_up_once() -> None:
    gate = OidcProvider("gate", "山门", "https://gate.example", "zhizao", "")
    await insert(
        OidcFlow, state_hash=token_hash("state"), browser_hash=token_hash("browser"), provider="gate", nonce="n", verifier="v",
        expires_at=await clock.now() + (await value("select interval '1 minute'")),
    )  # fmt: skip
    assert await passed(*(come_back(gate, "state", "browser") for _ in range(5))) == 1
