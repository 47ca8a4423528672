"""A second factor on the way to a brand's desk: set up, asked for, and no code twice."""

import re
from datetime import timedelta

import httpx
import pyotp
import pytest

from app.accounts.factors.actions import forget_factors, give_totp
from app.accounts.factors.resetting import reset_factors
from app.accounts.factors.rules import shown_recovery_code
from app.accounts.sessions import start_session
from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.database import execute, value
from app.foundation.refusals import Refusal
from tests.accounts.factors.conftest import World
from tests.people import join_team, make_brand, make_member, sign_in, wear

pytestmark = pytest.mark.usefixtures("db")

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_at(world: World, ahead: int = 0, secret: str = SECRET) -> str:
    return pyotp.TOTP(secret).at(int(world.moment) + 30 * ahead)


async def owner_with_totp() -> tuple[Viewer, str]:
    owner = await make_member()
    brand = await make_brand(owner)
    await give_totp(owner.id, SECRET)
    return owner, f"/brands/{brand['public_id']}/studio"


async def enter_code(client: httpx.AsyncClient, code: str, to: str = "/me") -> httpx.Response:
    return await client.post("/sign-in/second/code", data={"code": code, "next": to})


async def begin_totp(client: httpx.AsyncClient, to: str = "") -> tuple[str, str]:
    """The secret that the page shows, and what its form carries."""
    shown = (await client.get("/me/totp/new", params={"next": to})).text
    secret = re.search(r"qr-secret\">([A-Z2-7 ]+)<", shown)
    carried = re.search(r'name="carried" value="([^"]+)"', shown)
    assert secret and carried
    return secret[1].replace(" ", ""), carried[1]


async def test_a_code_opens_the_desk_for_thirty_days_in_this_browser(client: httpx.AsyncClient, world: World) -> None:
    owner, desk = await owner_with_totp()
    await sign_in(client, owner, second_factor=False)
    asked = await client.get(desk)
    assert asked.status_code == 303
    assert asked.headers["location"] == f"/sign-in/second?next={desk}"
    assert "验证器里的 6 位数字" in (await client.get(asked.headers["location"])).text
    proven = await enter_code(client, code_at(world), desk)
    assert (proven.status_code, proven.headers["location"]) == (303, desk)
    assert (await client.get(desk)).status_code == 200
    await clock.shift(timedelta(days=31))
    assert (await client.get(desk)).headers["location"].startswith("/sign-in/second")


async def test_another_browser_is_asked_on_its_own(client: httpx.AsyncClient, world: World) -> None:
    owner, desk = await owner_with_totp()
    await sign_in(client, owner)
    wear(client, await start_session(owner.id))
    assert (await client.get(desk)).headers["location"].startswith("/sign-in/second")


async def test_htmx_is_led_there_too(client: httpx.AsyncClient) -> None:
    owner, desk = await owner_with_totp()
    await sign_in(client, owner, second_factor=False)
    answer = await client.get(desk, headers={"HX-Request": "true"})
    assert answer.headers["hx-redirect"].startswith("/sign-in/second")


async def test_the_staffs_desk_asks_too(client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member(staff=True), second_factor=False)
    assert (await client.get("/staff")).headers["location"] == "/sign-in/second?next=/staff"


async def test_no_code_works_twice_nor_an_older_one(client: httpx.AsyncClient, world: World) -> None:
    owner, _desk = await owner_with_totp()
    await sign_in(client, owner, second_factor=False)
    used = code_at(world)
    assert (await enter_code(client, used)).status_code == 303
    await sign_in(client, owner, second_factor=False)
    again = await enter_code(client, used)
    assert again.status_code == 409
    assert "用过了" in again.text
    assert (await enter_code(client, code_at(world, -1))).status_code == 409
    assert (await enter_code(client, code_at(world, 1))).status_code == 303


async def test_a_code_of_a_minute_ago_is_over(client: httpx.AsyncClient, world: World) -> None:
    owner, _ = await owner_with_totp()
    await sign_in(client, owner, second_factor=False)
    old = code_at(world)
    world.passes(75)
    assert (await enter_code(client, old)).status_code == 409


async def test_guessing_ends_soon_wherever_it_comes_from(client: httpx.AsyncClient, world: World) -> None:
    owner, _ = await owner_with_totp()
    tried = []
    for _ in range(8):
        wear(client, await start_session(owner.id))
        tried.append((await enter_code(client, "000000")).status_code)
    assert tried == [409] * 6 + [429] * 2
    assert (await enter_code(client, code_at(world))).status_code == 429
    await clock.shift(timedelta(minutes=16))
    assert (await enter_code(client, code_at(world))).status_code == 303


async def test_whoever_has_none_is_told_why_and_sets_one_up(client: httpx.AsyncClient, world: World) -> None:
    owner = await make_member()
    desk = f"/brands/{(await make_brand(owner))['public_id']}/studio"
    await sign_in(client, owner, second_factor=False)
    shown = (await client.get(f"/sign-in/second?next={desk}")).text
    assert "品牌的钱和买家的地址" in shown
    secret, carried = await begin_totp(client, desk)
    done = await client.post("/me/totp", data={"carried": carried, "code": code_at(world, secret=secret), "next": desk})
    assert done.status_code == 200
    codes = re.findall(r"<li>([a-z0-9]{5}-[a-z0-9]{5})</li>", done.text)
    assert len(set(codes)) == 10
    assert f'href="{desk}"' in done.text
    assert (await client.get(desk)).status_code == 200
    assert await value("select count(*) from notice where member = {} and event = 'totp_set'", owner.id) == 1


async def test_a_wrong_first_code_keeps_the_same_qr_code(client: httpx.AsyncClient, world: World) -> None:
    await sign_in(client, await make_member())
    secret, carried = await begin_totp(client)
    wrong = await client.post("/me/totp", data={"carried": carried, "code": "000000"})
    assert wrong.status_code == 409
    assert secret[:4] in wrong.text
    assert not await value("select count(*) from totp")


async def test_what_the_page_carries_serves_only_the_member_it_was_made_for(client: httpx.AsyncClient, world: World) -> None:
    await sign_in(client, await make_member())
    secret, carried = await begin_totp(client)
    await sign_in(client, await make_member())
    other = await client.post("/me/totp", data={"carried": carried, "code": code_at(world, secret=secret)})
    assert other.status_code == 409
    assert not await value("select count(*) from totp")


async def test_the_secret_is_sealed_at_rest(client: httpx.AsyncClient) -> None:
    owner, _ = await owner_with_totp()
    assert SECRET not in await value("select secret from totp where member = {}", owner.id)


async def draw_codes(client: httpx.AsyncClient) -> list[str]:
    shown = await client.post("/me/recovery-codes")
    assert shown.status_code == 200
    assert shown.headers["cache-control"] == "no-store"
    return re.findall(r"<li>([a-z0-9]{5}-[a-z0-9]{5})</li>", shown.text)


async def use_recovery(client: httpx.AsyncClient, code: str) -> httpx.Response:
    return await client.post("/sign-in/second/recovery", data={"recovery": code, "next": "/me"})


async def test_a_recovery_code_works_once_however_it_is_typed(client: httpx.AsyncClient) -> None:
    owner, _ = await owner_with_totp()
    await sign_in(client, owner)
    code = (await draw_codes(client))[3]
    await sign_in(client, owner, second_factor=False)
    assert (await use_recovery(client, f"  {code.upper().replace('-', ' ')} ")).status_code == 303
    await sign_in(client, owner, second_factor=False)
    again = await use_recovery(client, code)
    assert again.status_code == 409
    assert "已经用过了" in again.text
    assert await value("select params->>'left' from notice where event = 'recovery_code_used'") == "9"


async def test_new_recovery_codes_make_the_old_ones_void(client: httpx.AsyncClient) -> None:
    owner, _ = await owner_with_totp()
    await sign_in(client, owner)
    old = await draw_codes(client)
    await draw_codes(client)
    await sign_in(client, owner, second_factor=False)
    assert (await use_recovery(client, old[0])).status_code == 409


async def test_another_members_recovery_code_is_worth_nothing(client: httpx.AsyncClient) -> None:
    owner, _ = await owner_with_totp()
    await sign_in(client, owner)
    codes = await draw_codes(client)
    other, _ = await owner_with_totp()
    await sign_in(client, other, second_factor=False)
    assert (await use_recovery(client, codes[0])).status_code == 409


async def test_the_last_second_factor_stays_while_one_acts_for_a_brand(client: httpx.AsyncClient) -> None:
    owner, _ = await owner_with_totp()
    await sign_in(client, owner)
    refused = await client.post("/me/totp/removal")
    assert refused.status_code == 409
    assert "至少要留一种两步验证" in refused.text
    assert await value("select count(*) from totp where member = {}", owner.id) == 1


async def test_a_helper_in_a_team_keeps_theirs_too(client: httpx.AsyncClient) -> None:
    brand = await make_brand(await make_member())
    helper = await make_member()
    await join_team(brand, helper, "support")
    await give_totp(helper.id, SECRET)
    await sign_in(client, helper)
    assert (await client.post("/me/totp/removal")).status_code == 409


async def test_whoever_acts_for_nobody_may_remove_it_and_other_browsers_prove_anew(client: httpx.AsyncClient) -> None:
    fan = await make_member()
    await give_totp(fan.id, SECRET)
    await start_session(fan.id, second_factor=True)
    await sign_in(client, fan)
    await draw_codes(client)
    assert (await client.post("/me/totp/removal")).status_code == 303
    assert not await value("select count(*) from recovery_code where member = {}", fan.id)
    assert not await value("select count(*) from session where member = {} and second_factor_at is not null", fan.id)


@pytest.mark.parametrize(
    "path",
    ["/me/totp", "/me/totp/removal", "/me/recovery-codes", "/me/passkeys", "/me/passkeys/challenge", "/me/password",
     "/me/password/removal", "/me/accounts/waiting/k7m2qxab"],
)  # fmt: skip
async def test_a_stolen_session_without_the_second_factor_changes_none(client: httpx.AsyncClient, path: str) -> None:
    owner, _ = await owner_with_totp()
    await sign_in(client, owner, second_factor=False)
    answer = await client.post(path)
    assert answer.headers["location"].startswith("/sign-in/second")


async def test_a_new_session_id_comes_with_the_proof(client: httpx.AsyncClient, world: World) -> None:
    owner, desk = await owner_with_totp()
    before = await sign_in(client, owner, second_factor=False)
    await enter_code(client, code_at(world))
    wear(client, before)
    assert (await client.get(desk)).headers["location"].startswith("/sign-in?")


async def test_the_proof_outlives_a_new_password_and_no_change_of_member(client: httpx.AsyncClient, world: World) -> None:
    owner, desk = await owner_with_totp()
    await sign_in(client, owner)
    await client.post("/me/password", data={"password": "laniuwanju-9"})
    assert (await client.get(desk)).status_code == 200
    session = await value("select id from session where member = {}", owner.id)
    wear(client, await start_session((await owner_with_totp())[0].id, instead_of=session))
    assert not await value("select count(*) from session where second_factor_at is not null")


async def test_the_operator_lets_somebody_who_lost_everything_begin_anew(client: httpx.AsyncClient) -> None:
    owner, desk = await owner_with_totp()
    await sign_in(client, owner)
    await forget_factors(owner.id)
    asked = await client.get(desk)
    assert "加一道锁" in (await client.get(asked.headers["location"])).text


async def test_the_page_never_shows_the_code_but_in_development(client: httpx.AsyncClient, world: World) -> None:
    owner, _ = await owner_with_totp()
    await sign_in(client, owner, second_factor=False)
    shown = (await client.get("/sign-in/second")).text
    assert code_at(world) not in shown
    assert code_at(world, 1) not in shown


@pytest.mark.parametrize("asked", ["https://evil.example/", "//evil.example", "/sign-in/second?next=/", "/sign-in"])
async def test_it_leads_neither_elsewhere_nor_in_a_circle(client: httpx.AsyncClient, world: World, asked: str) -> None:
    owner, _ = await owner_with_totp()
    await sign_in(client, owner, second_factor=False)
    assert (await enter_code(client, code_at(world), asked)).headers["location"] == "/"


async def test_an_unreadable_secret_opens_nothing(client: httpx.AsyncClient, world: World) -> None:
    owner, _ = await owner_with_totp()
    await execute("update totp set secret = 'sealed by another key' where member = {}", owner.id)
    await sign_in(client, owner, second_factor=False)
    assert (await enter_code(client, code_at(world))).status_code == 409


def test_recovery_codes_are_shown_in_two_halves() -> None:
    assert shown_recovery_code("k7m2qx8t4n") == "k7m2q-x8t4n"


async def test_the_operator_resets_by_the_address_they_sign_in_with(client: httpx.AsyncClient) -> None:
    owner = await make_member(email="owner@people.test")
    await give_totp(owner.id, SECRET)
    assert "owner@people.test" in await reset_factors(" Owner@people.test ")
    assert not await value("select count(*) from totp")
    with pytest.raises(Refusal):
        await reset_factors("nobody@people.test")
