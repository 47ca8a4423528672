"""Who is looking: found from the session's cookie before anything else runs, and handed to every handler."""

import hashlib
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Request
from litestar.types import ASGIApp, Receive, Send

from app.foundation.database import row
from app.foundation.i18n import LANGUAGES, language, zone
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

    @property
    def is_signed_in(self) -> bool:
        return self.id != 0

    @property
    def avatar_url(self) -> str:
        return f"/media/{self.avatar}/160.webp" if self.avatar else ""


ANONYMOUS = Viewer()


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


async def find_viewer(token: str) -> Viewer:
    found = await row(
        """select m.id, m.public_id, m.is_staff, p.name, p.avatar, p.lang, p.time_zone, s.id as session
        from session s join member m on m.id = s.member join member_profile p on p.member = m.id
        where s.token_hash = {} and s.expires_at > app_now() and m.erased_at is null""",
        token_hash(token),
    )
    return Viewer(**found) if found else ANONYMOUS


class ViewerLoader:
    """Puts the viewer into the request's state, and their language and zone over the visit's."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            token = cookie(scope, SESSION_COOKIE)
            viewer = await find_viewer(token) if token else ANONYMOUS
            scope.setdefault("state", {})["viewer"] = viewer
            if viewer.is_signed_in:
                if cookie(scope, LANG_COOKIE) not in LANGUAGES and viewer.lang in LANGUAGES:
                    language.set(viewer.lang)
                zone.set(ZoneInfo(viewer.time_zone))
        await self.app(scope, receive, send)


async def provide_viewer(request: Request) -> Viewer:
    """The dependency `viewer` of handlers."""
    return request.scope["state"]["viewer"]
