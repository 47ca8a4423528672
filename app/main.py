"""The roof: every room's routes and slots put together into one ASGI application."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from asyncpg import InterfaceError, PostgresError
from litestar import Litestar
from litestar.di import Provide
from litestar.types import ASGIApp, Receive, Send

from app import rooms
from app.accounts.viewer import ViewerLoader, provide_viewer
from app.brands.desk import provide_desk
from app.foundation.database import engine
from app.foundation.planned import as_it_is, close_pool, open_pool
from app.settings import settings
from app.site.profile import Renewing, renew_if_old
from app.web.errors import EXCEPTION_HANDLERS, sorry
from app.web.head import HeadAsGet
from app.web.page_cache import PageCache
from app.web.security import Security
from app.web.sent import LARGEST_FORM
from app.web.visit import Visit
from ideas.voting.shortcut import Shortcut

log = logging.getLogger("zhizao.web")
PLANNING_ONCE = 2  # connections for gathered statements; one gathering asks one thing at a time


@asynccontextmanager
async def _pool(_: Litestar) -> AsyncIterator[None]:
    await engine().start_connection_pool(min_size=1, max_size=settings.database_pool, reset=as_it_is)
    await open_pool(PLANNING_ONCE)
    await renew_if_old()
    try:
        yield
    finally:
        await close_pool()
        await engine().close_connection_pool()


class Unbroken:
    """Whatever fails before Litestar answers (a database that is just coming back) becomes a sentence, not a torn line."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def watched(message: Any) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except (OSError, InterfaceError, PostgresError) as error:
            log.error("%s %s: %s", scope["method"], scope["path"], error)
            if begun:
                raise
            headers = [(b"content-type", b"text/html; charset=utf-8"), (b"retry-after", b"2"), (b"cache-control", b"no-store")]
            await send({"type": "http.response.start", "status": 503, "headers": headers})
            await send({"type": "http.response.body", "body": sorry().encode(), "more_body": False})


def all_rooms() -> Litestar:
    rooms.fill_slots()
    return Litestar(
        route_handlers=rooms.route_handlers(),
        dependencies={"viewer": Provide(provide_viewer), "desk": Provide(provide_desk)},
        exception_handlers=EXCEPTION_HANDLERS,
        lifespan=[_pool],
        openapi_config=None,
        request_max_body_size=LARGEST_FORM,
        debug=False,
    )


def framed(inner: ASGIApp) -> ASGIApp:
    """Outermost first: security, the visit's language, the page cache, the shortcut of votes, the viewer."""
    return Security(HeadAsGet(Visit(Unbroken(Renewing(PageCache(Shortcut(ViewerLoader(inner))))))))


def create_app() -> ASGIApp:
    return framed(all_rooms())
