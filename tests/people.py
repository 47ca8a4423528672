"""Members, sign-ins and brands for tests, made by the same verbs that pages call."""

import itertools

import httpx

from app.accounts.actions import create_member
from app.accounts.sessions import start_session
from app.accounts.viewer import SESSION_COOKIE, Viewer, find_member
from app.brands.actions import create_brand
from app.brands.desk import Desk
from app.foundation.database import execute, row

_numbers = itertools.count(1)


async def make_member(
    name: str = "",
    *,
    staff: bool = False,
    email: str = "",
    lang: str = "zh-Hans",
    time_zone: str = "Asia/Shanghai",
    ref: str = "",
) -> Viewer:
    """A member as the viewer they are when they look; their address is <n>@people.test unless given."""
    n = next(_numbers)
    address = email or f"member{n}@people.test"
    member_id = await create_member("email", address, name or f"成员{n}", lang=lang, time_zone=time_zone)
    if staff:
        await execute("update member set is_staff = true where id = {}", member_id)
    return await find_member(member_id)


async def sign_in(client: httpx.AsyncClient, member: Viewer, *, second_factor: bool = True) -> str:
    """From now on the client's requests are this member's; the session's token comes back."""
    token = await start_session(member.id, agent="tests", second_factor=second_factor)
    wear(client, token)
    return token


def wear(client: httpx.AsyncClient, token: str) -> None:
    """The cookie as the site itself would have set it, so that the site can also replace it."""
    client.cookies.set(SESSION_COOKIE, token, domain=client.base_url.host, path="/")


async def make_brand(owner: Viewer, name: str = "", story: str = "我们做木头玩具。") -> dict:
    return await create_brand(owner, name=name or f"品牌{next(_numbers)}", story=story)


async def desk_of(brand: dict, member: Viewer) -> Desk:
    """The brand's desk as this person of its team sees it."""
    found = await row(
        """select b.id as brand, b.public_id, b.name, b.logo, t.role from brand b
        join brand_member t on t.brand = b.id where b.id = {} and t.member = {}""",
        brand["id"], member.id,
    )  # fmt: skip
    assert found is not None
    return Desk(**found)


async def join_team(brand: dict, member: Viewer, role: str) -> None:
    await execute("insert into brand_member (brand, member, role) values ({}, {}, {})", brand["id"], member.id, role)
