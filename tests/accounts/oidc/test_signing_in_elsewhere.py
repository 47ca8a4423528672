"""An account elsewhere signs in; and a token, a state or an e-mail that isn't exactly right opens nothing."""

import html
import re
import time
from datetime import timedelta
from typing import Any

import httpx
import pytest
from joserfc.jwk import RSAKey

from app.accounts.oidc.providers import KEPT_SECONDS, _published
from app.accounts.viewer import SESSION_COOKIE
from app.foundation import clock
from app.foundation.database import execute, row, value
from app.settings import Settings, SettingsError
from app.site.profile import forget
from tests.accounts.oidc.provider import CLIENT, Provider, shared_secret, unsigned
from tests.people import make_member, sign_in

pytestmark = pytest.mark.usefixtures("db")

FAN: dict[str, Any] = {"sub": "fan-1", "email": "fan@gate.test", "email_verified": True}
RETURN = "/sign-in/with/gate/return"


async def set_out(client: httpx.AsyncClient, path: str = "/sign-in/with/gate", **form: str) -> str:
    """The provider's address that our page leads to."""
    answer = await client.post(path, data=form)
    assert answer.status_code == 200, answer.text
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', answer.text)
    assert found
    return html.unescape(found[1])


async def come_back(client: httpx.AsyncClient, brought: dict[str, str]) -> httpx.Response:
    """As a browser does that another site sends here."""
    return await client.get(RETURN, params=brought, headers={"Sec-Fetch-Site": "cross-site"})


async def enter(
    client: httpx.AsyncClient, provider: Provider, person: dict[str, Any] | None = None, **form: str
) -> httpx.Response:
    return await come_back(client, provider.visit(await set_out(client, **form), **(person or FAN)))


def is_in(answer: httpx.Response) -> bool:
    return f"{SESSION_COOKIE}=" in answer.headers.get("set-cookie", "")


async def test_the_button_is_there_only_where_a_provider_is_named(client: httpx.AsyncClient) -> None:
    assert "/sign-in/with/" not in (await client.get("/sign-in")).text
    assert (await client.post("/sign-in/with/gate")).status_code in (303, 404)


async def test_somebody_new_joins_with_the_address_that_the_provider_verified(
    client: httpx.AsyncClient, provider: Provider
) -> None:
    assert "用 山门 登录" in (await client.get("/sign-in")).text
    entered = await enter(client, provider, next="/me")
    assert is_in(entered)
    assert entered.headers["location"] == "/me"
    member = await value("select member from identity where kind = 'oidc' and address = {}", f"{provider.issuer} fan-1")
    assert await value("select address from identity where member = {} and kind = 'email'", member) == "fan@gate.test"
    assert "second_factor" not in (await client.get("/me")).headers.get("location", "")
    client.cookies.clear()
    assert is_in(await enter(client, provider))
    assert await value("select count(*) from member") == 1


@pytest.mark.parametrize("verified", [False, None, "true", "false", 1])
async def test_an_address_that_the_provider_has_not_verified_is_no_identity(
    client: httpx.AsyncClient, provider: Provider, verified: Any
) -> None:
    assert is_in(await enter(client, provider, FAN | {"email_verified": verified}))
    assert not await value("select count(*) from identity where kind = 'email'")


async def test_a_members_address_is_proven_by_code_before_the_two_are_joined(
    client: httpx.AsyncClient, provider: Provider
) -> None:
    member = await make_member(email="fan@gate.test")
    answer = await enter(client, provider, next="/me")
    assert not is_in(answer)
    assert answer.headers["location"].startswith("/sign-in?address=fan%40gate.test")
    assert not await value("select count(*) from identity where kind = 'oidc'")
    onward = httpx.URL(answer.headers["location"]).params["next"]
    await sign_in(client, member)
    assert "把 山门 连到这个账号" in (await client.get(onward)).text
    joined = await client.post(onward.partition("?")[0], data={"next": "/me"})
    assert joined.headers["location"] == "/me"
    assert await value("select member from identity where kind = 'oidc'") == member.id
    assert await value("select count(*) from notice where member = {} and event = 'oidc_added'", member.id) == 1


async def test_what_waits_is_joined_only_in_the_browser_that_brought_it(client: httpx.AsyncClient, provider: Provider) -> None:
    await make_member(email="fan@gate.test")
    onward = httpx.URL((await enter(client, provider)).headers["location"]).params["next"].partition("?")[0]
    client.cookies.clear()
    await sign_in(client, await make_member())
    assert (await client.post(onward)).status_code == 409
    assert not await value("select count(*) from identity where kind = 'oidc'")


async def test_a_member_adds_an_account_and_signs_in_by_it(client: httpx.AsyncClient, provider: Provider) -> None:
    member = await make_member()
    await sign_in(client, member)
    assert "连上 山门" in (await client.get("/me/security")).text
    added = await come_back(client, provider.visit(await set_out(client, "/me/accounts/gate"), **FAN))
    assert added.headers["location"] == "/me/security"
    assert not await value("select count(*) from identity where kind = 'email' and address = 'fan@gate.test'")
    client.cookies.clear()
    assert is_in(await enter(client, provider))
    assert await value("select count(*) from member") == 1


async def test_an_account_that_is_another_members_is_not_taken_over(client: httpx.AsyncClient, provider: Provider) -> None:
    await enter(client, provider)
    owner = await value("select member from identity where kind = 'oidc'")
    await sign_in(client, await make_member())
    await come_back(client, provider.visit(await set_out(client, "/me/accounts/gate"), **FAN))
    assert await value("select member from identity where kind = 'oidc'") == owner


async def test_adding_ends_where_somebody_else_has_signed_in_meanwhile(client: httpx.AsyncClient, provider: Provider) -> None:
    await sign_in(client, await make_member())
    brought = provider.visit(await set_out(client, "/me/accounts/gate"), **FAN)
    await sign_in(client, await make_member())
    await come_back(client, brought)
    assert not await value("select count(*) from identity where kind = 'oidc'")


async def test_it_is_no_second_factor(client: httpx.AsyncClient, provider: Provider) -> None:
    await enter(client, provider)
    assert await value("select second_factor_at is null from session")


async def test_an_account_is_removed_unless_it_is_the_last_way_in(client: httpx.AsyncClient, provider: Provider) -> None:
    await sign_in(client, await make_member())
    await come_back(client, provider.visit(await set_out(client, "/me/accounts/gate"), **FAN))
    identity = await value("select id from identity where kind = 'oidc'")
    assert "能登录" in (await client.get("/me/security")).text
    assert (await client.post("/me/accounts/removal", data={"identity": identity})).status_code == 303
    assert not await value("select count(*) from identity where kind = 'oidc'")
    client.cookies.clear()
    await enter(client, provider, {"sub": "fan-2"})
    only = await value("select id from identity where kind = 'oidc'")
    assert "最后一种登录方式" in (await client.post("/me/accounts/removal", data={"identity": only})).text
    await sign_in(client, await make_member())
    assert (await client.post("/me/accounts/removal", data={"identity": only})).status_code == 404


async def test_where_data_leaves_the_country_that_is_agreed_to_first(client: httpx.AsyncClient, provider: Provider) -> None:
    await execute("insert into region_profile default values on conflict do nothing")
    await execute("update region_profile set cross_border = true")
    forget()
    try:
        shown = (await client.get("/sign-in")).text
        assert shown.count('name="cross_border"') == 2
        assert (await client.post("/sign-in/with/gate")).status_code == 303
        assert await set_out(client, cross_border="1")
    finally:
        forget()


# -- what must not open anything ------------------------------------------------------
@pytest.mark.parametrize(
    "wrong",
    [{"nonce": "another"}, {"nonce": None}, {"nonce": ["another"]}, {"aud": "somebody-else"}, {"aud": None}, {"aud": []},
     {"aud": [CLIENT, "other"]}, {"aud": [CLIENT, "other"], "azp": "other"}, {"azp": "other"}, {"iss": "https://evil.example"},
     {"iss": None}, {"exp": int(time.time()) - 600}, {"exp": None}, {"exp": "soon"}, {"iat": int(time.time()) + 9000},
     {"iat": None},
     {"sub": None}, {"sub": ""}, {"sub": 7}, {"sub": "x" * 300}],
    ids=lambda wrong: "-".join(wrong),
)  # fmt: skip
async def test_a_token_that_says_something_wrong_opens_nothing(
    client: httpx.AsyncClient, provider: Provider, wrong: dict[str, Any]
) -> None:
    provider.claims = wrong
    answer = await enter(client, provider)
    assert not is_in(answer)
    assert "核对不上" in (await client.get(answer.headers["location"])).text
    assert not await value("select count(*) from member")


async def test_several_readers_are_fine_where_the_token_was_made_for_us(client: httpx.AsyncClient, provider: Provider) -> None:
    provider.claims = {"aud": [CLIENT, "other"], "azp": CLIENT}
    assert is_in(await enter(client, provider))


async def test_a_token_without_a_signature_opens_nothing(client: httpx.AsyncClient, provider: Provider) -> None:
    to = await set_out(client)
    claims = {"iss": provider.issuer, "aud": CLIENT, "exp": int(time.time()) + 300, "iat": int(time.time())}
    provider.token = unsigned(claims | {"nonce": httpx.URL(to).params["nonce"]} | FAN)
    assert not is_in(await come_back(client, provider.visit(to, **FAN)))


async def test_a_token_signed_by_a_shared_secret_opens_nothing(client: httpx.AsyncClient, provider: Provider) -> None:
    provider.signing_key, provider.header = shared_secret(), {"alg": "HS256"}
    assert not is_in(await enter(client, provider))


async def test_a_token_signed_by_another_key_opens_nothing(client: httpx.AsyncClient, provider: Provider) -> None:
    provider.signing_key = RSAKey.generate_key(2048, {"kid": "1"})
    assert not is_in(await enter(client, provider))


async def test_a_key_that_the_provider_has_just_made_is_fetched(client: httpx.AsyncClient, provider: Provider) -> None:
    await enter(client, provider)
    client.cookies.clear()
    provider.keys.append(RSAKey.generate_key(2048, {"kid": "2", "use": "sig"}))
    assert not is_in(await enter(client, provider)), "asked for at most once a minute"
    _published[provider.issuer].at -= KEPT_SECONDS / 2
    assert is_in(await enter(client, provider))


async def test_a_state_serves_once(client: httpx.AsyncClient, provider: Provider) -> None:
    brought = provider.visit(await set_out(client), **FAN)
    assert is_in(await come_back(client, brought))
    again = provider.visit(await set_out(client), **FAN)
    assert not is_in(await come_back(client, again | {"state": brought["state"]}))


@pytest.mark.parametrize("state", ["", "made-up"])
async def test_a_state_that_was_never_given_opens_nothing(client: httpx.AsyncClient, provider: Provider, state: str) -> None:
    brought = provider.visit(await set_out(client), **FAN)
    assert not is_in(await come_back(client, brought | {"state": state}))
    assert "/token" not in provider.served


async def test_a_state_serves_only_in_its_own_browser(client: httpx.AsyncClient, provider: Provider) -> None:
    brought = provider.visit(await set_out(client), **FAN)
    client.cookies.clear()
    await set_out(client)
    assert not is_in(await come_back(client, brought))


async def test_a_state_is_over_after_a_quarter_of_an_hour(client: httpx.AsyncClient, provider: Provider) -> None:
    brought = provider.visit(await set_out(client), **FAN)
    await clock.shift(timedelta(minutes=16))
    assert not is_in(await come_back(client, brought))


async def test_a_code_belongs_to_its_verifier(client: httpx.AsyncClient, provider: Provider) -> None:
    stolen = provider.visit(await set_out(client), **FAN)
    client.cookies.clear()
    own = provider.visit(await set_out(client), sub="thief")
    assert not is_in(await come_back(client, own | {"code": stolen["code"]}))


async def test_another_providers_answer_is_not_taken_for_this_ones(client: httpx.AsyncClient, provider: Provider) -> None:
    brought = provider.visit(await set_out(client), **FAN)
    assert not is_in(await come_back(client, brought | {"iss": "https://evil.example"}))


async def test_whoever_declines_there_is_told_so_and_goes_on_here(client: httpx.AsyncClient, provider: Provider) -> None:
    state = provider.visit(await set_out(client, next="/inbox"), **FAN)["state"]
    answer = await come_back(client, {"error": "access_denied", "state": state})
    assert answer.headers["location"] == "/sign-in?next=%2Finbox"
    assert "没有同意" in (await client.get(answer.headers["location"])).text


async def test_a_provider_that_calls_itself_another_is_not_asked(client: httpx.AsyncClient, provider: Provider) -> None:
    provider.issuer += "/other"
    answer = await client.post("/sign-in/with/gate")
    assert "现在连不上" in (await client.get(answer.headers["location"])).text


async def test_it_leads_to_no_other_site_afterwards(client: httpx.AsyncClient, provider: Provider) -> None:
    assert (await enter(client, provider, next="https://evil.example/")).headers["location"] == "/"


async def test_nothing_of_a_flow_is_kept_after_it(client: httpx.AsyncClient, provider: Provider) -> None:
    await enter(client, provider)
    assert await row("select 1 from oidc_flow") is None


def test_a_provider_without_a_client_is_said_at_the_start() -> None:
    with pytest.raises(SettingsError, match="OIDC_GATE_CLIENT_ID"):
        _ = Settings({"OIDC_GATE_ISSUER": "https://gate.example"}).oidc_providers


def test_a_production_site_trusts_only_encrypted_providers() -> None:
    with pytest.raises(SettingsError, match="https://"):
        _ = Settings({"OIDC_GATE_ISSUER": "http://gate.example", "OIDC_GATE_CLIENT_ID": "x"}).oidc_providers
