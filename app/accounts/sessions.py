"""Signed-in browsers: a new random id at each sign-in, of which only a hash is kept."""

import secrets

from litestar.datastructures import Cookie
from litestar.response import Response

from app.accounts.rules import SESSION_DAYS
from app.accounts.viewer import SESSION_COOKIE, session_cookie, token_hash
from app.foundation.database import execute, rows
from app.foundation.ids import new_id
from app.settings import settings


async def start_session(member: int, *, agent: str = "", instead_of: int = 0, second_factor: bool = False) -> str:
    """The new session's token. The one it replaces ends: an id that a visitor brought along is never kept.

    A second factor that the same member proved in the replaced one goes on from when it was proven.
    """
    token = secrets.token_urlsafe(32)
    await execute(
        """with ended as (delete from session where id = {} returning member, second_factor_at)
        insert into session (public_id, token_hash, member, seen_at, expires_at, agent, second_factor_at)
        values ({}, {}, {}, app_now(), app_now() + make_interval(days => {}), {},
          case when {} then app_now() else (select second_factor_at from ended where member = {}) end)""",
        instead_of, new_id(), token_hash(token), member, SESSION_DAYS, agent[:200], second_factor, member,
    )  # fmt: skip
    return token


async def end_session(member: int, public_id: str = "", *, id_: int = 0) -> bool:
    """One of the member's own."""
    ended = await rows(
        "delete from session where member = {} and (id = {} or public_id = {}) returning id", member, id_, public_id
    )
    return bool(ended)


async def end_all_sessions(member: int, *, but: int = 0) -> None:
    await execute("delete from session where member = {} and id <> {}", member, but)


def give_cookie(response: Response, token: str) -> None:
    response.set_cookie(session_cookie(token))


def forget_cookie(response: Response) -> None:
    response.set_cookie(Cookie(key=SESSION_COOKIE, value="", max_age=0, httponly=True, samesite="lax", secure=settings.is_https))
