"""Papers to read, in all their versions, and what I have agreed to."""

from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone, members
from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.differing import difference
from app.foundation.refusals import NotFound
from app.papers.queries import Version, consents_of, standing, texts_of, version_of, versions
from app.papers.rules import HOWS, TITLES
from app.web.pages import page


async def paper_page(request: Request, kind: str, asked: str = "", subject: str = "", **context: Any) -> Response:
    """A document: the version asked for, else the one in force; with links to all others."""
    told = await versions(kind, subject)
    now = await clock.now()
    present = standing(told, now)
    shown = await version_of(kind, asked, subject) if asked else present or (told[0] if told else None)
    if shown is None:
        raise NotFound
    return await page(
        request, "papers/show.html", shared_for=1, shown=shown, versions=told, present=present, now=now,
        before=_before(told, shown), **context,
    )  # fmt: skip


async def changes_page(request: Request, kind: str, asked: str, subject: str = "") -> Response:
    """What a version changed in the one before it, in the reader's language where both have it."""
    told = await versions(kind, subject)
    shown = await version_of(kind, asked, subject)
    before = _before(told, shown)
    if before is None:
        raise NotFound
    old = await texts_of(before.id)
    told_before = old.get(shown.lang, {"body": before.body})["body"]
    return await page(
        request, "papers/changes.html", shared_for=1, shown=shown, before=before, pieces=difference(told_before, shown.body)
    )


def _before(told: list[Version], shown: Version) -> Version | None:
    return next((one for one in told if (one.major, one.minor) < (shown.major, shown.minor)), None)


def _known(kind: str) -> str:
    if kind not in TITLES:
        raise NotFound
    return kind


@get("/papers", guards=[anyone])
async def list_papers(request: Request) -> Response:
    now = await clock.now()
    found = [standing(await versions(kind), now) for kind in TITLES]
    return await page(request, "papers/index.html", shared_for=1, papers=[one for one in found if one])


@get("/papers/{kind:str}", guards=[anyone])
async def show_paper(request: Request, kind: FromPath[str]) -> Response:
    return await paper_page(request, _known(kind))


@get("/papers/{kind:str}/{number:str}", guards=[anyone])
async def show_version(request: Request, kind: FromPath[str], number: FromPath[str]) -> Response:
    return await paper_page(request, _known(kind), number)


@get("/papers/{kind:str}/{number:str}/changes", guards=[anyone])
async def show_changes(request: Request, kind: FromPath[str], number: FromPath[str]) -> Response:
    return await changes_page(request, _known(kind), number)


@get("/me/papers", guards=[members])
async def show_consents(request: Request, viewer: Viewer) -> Response:
    return await page(request, "papers/mine.html", consents=await consents_of(viewer.id), hows=HOWS)


ROUTES = [list_papers, show_paper, show_version, show_changes, show_consents]
