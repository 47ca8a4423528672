"""Who is looking: found from the session's cookie before anything else runs, and handed to every handler."""

import hashlib
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Request
from litestar.datastructures import Cookie
from litestar.types import ASGIApp, Message, Receive, Send

from app.accounts.rules import SECOND_FACTOR_DAYS, SESSION_DAYS
from app.foundation.database import execute, row
from app.foundation.gathering import Gathering
from app.foundation.i18n import LANGUAGES, language, zone
from app.foundation.planned import planned_rows
from app.settings import settings
from app.web.visit import LANG_COOKIE, cookie

SESSION_COOKIE = "__Host-zz_session" if settings.is_https else "zz_session"


@dataclass(frozen=True, slots=True)
class Viewer:
    """A member looking at a page; id 0 is somebody signed out."""

    id: int = 0
    public_id: str = ""
    name: str = ""
    avatar: str = ""
    lang: str = ""
    time_zone: str = ""
    is_staff: bool = False
    session: int = 0
    has_second_factor: bool = False
    share_code: str = ""

    @property
    def is_signed_in(self) -> bool:
        return self.id != 0

    @property
    def avatar_url(self) -> str:
        return f"/media/{self.avatar}/160.webp" if self.avatar else ""


ANONYMOUS = Viewer()


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


_MEMBER = """select m.id, m.public_id, m.is_staff, p.name, p.avatar, p.lang, p.time_zone,
  coalesce((select c.code from share_code c where c.member = m.id and c.is_current), '') as share_code"""


# Of a session s and its member m: whether it still opens anything, and whether it should be noted again that it was used.
IS_LIVING = "s.expires_at > app_now() and m.erased_at is null"
IS_LONG_AGO = "s.seen_at < app_now() - interval '1 hour'"


async def _look_up(hashes: list[bytes]) -> list[dict[str, Any] | None]:
    found = await planned_rows(
        _MEMBER
        + f""", s.token_hash, s.id as session, {IS_LONG_AGO} as is_long_ago,
          coalesce(s.second_factor_at > app_now() - make_interval(days => {{}}), false) as has_second_factor
        from session s join member m on m.id = s.member join member_profile p on p.member = m.id
        where s.token_hash = any({{}}::bytea[]) and {IS_LIVING}""",
        SECOND_FACTOR_DAYS, hashes,
    )  # fmt: skip
    by_hash = {bytes(one.pop("token_hash")): one for one in found}
    return [by_hash.get(each) for each in hashes]


# Each request begins with this question: those that come at once ask it together.
_session = Gathering(_look_up)


async def find_viewer(token: str) -> tuple[Viewer, bool]:
    """Whose session this is, and whether it was last seen so long ago that it should be noted again."""
    found = await _session(token_hash(token))
    if found is None:
        return ANONYMOUS, False
    particulars = dict(found)  # the same browser may have asked twice
    is_long_ago = particulars.pop("is_long_ago")
    return Viewer(**particulars), is_long_ago


async def find_member(member_id: int) -> Viewer:
    """A member as the viewer they would be, in no session (for the seed, staff's verbs and tests)."""
    found = await row(f"{_MEMBER} from member m join member_profile p on p.member = m.id where m.id = {{}}", member_id)
    assert found is not None
    return Viewer(**found)


def session_cookie(token: str) -> Cookie:
    return Cookie(
        key=SESSION_COOKIE, value=token, max_age=SESSION_DAYS * 86400, httponly=True, samesite="lax", secure=settings.is_https
    )


class ViewerLoader:
    """Puts the viewer into the request's state, and their language and zone over the visit's."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            token = cookie(scope, SESSION_COOKIE)
            viewer, is_long_ago = await find_viewer(token) if token else (ANONYMOUS, False)
            scope.setdefault("state", {})["viewer"] = viewer
            if is_long_ago:
                send = await _prolonged(viewer, token, send)
            if viewer.is_signed_in:
                speak(scope, viewer.lang)
                zone.set(ZoneInfo(viewer.time_zone))
        await self.app(scope, receive, send)


def speak(scope: Any, lang: str) -> None:
    """A member's own language over the one that their browser asks for, but not over one chosen in it."""
    if cookie(scope, LANG_COOKIE) not in LANGUAGES and lang in LANGUAGES:
        language.set(lang)


async def _prolonged(viewer: Viewer, token: str, send: Send) -> Send:
    """Ninety days from now on again, at most once an hour: in the database and in the browser."""
    await execute(
        "update session set seen_at = app_now(), expires_at = app_now() + make_interval(days => {}) where id = {}",
        SESSION_DAYS, viewer.session,
    )  # fmt: skip
    again = (b"set-cookie", session_cookie(token).to_header(header="").encode())

    async def with_cookie(message: Message) -> None:
        if message["type"] == "http.response.start":
            names = [text.partition(b"=")[0] for name, text in message["headers"] if name.lower() == b"set-cookie"]
            if SESSION_COOKIE.encode() not in names:  # the handler may just have ended or replaced it
                message["headers"] = [*message["headers"], again]
        await send(message)

    return with_cookie


async def provide_viewer(request: Request) -> Viewer:
    """The dependency `viewer` of handlers."""
    return request.scope["state"]["viewer"]
