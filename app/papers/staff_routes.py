"""The staff's desk of papers: a new version is written from the last, looked at beside it, and published."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import staff
from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.differing import difference, is_same
from app.foundation.i18n import LANGUAGES, N_
from app.foundation.refusals import NotFound
from app.papers.actions import publish_version
from app.papers.defaults import default_text
from app.papers.forms import FIELD, VersionForm, fields_of
from app.papers.queries import standing, texts_of, versions
from app.papers.rules import LANGS, TITLES
from app.papers.tables import KINDS
from app.support.staff_desk import staff_page, staff_rooms
from app.web.forms import Form, blank, read_form
from app.web.pages import go

staff_rooms.add(N_("文书"), "papers", icon="file-text", order=80)


@get("/staff/papers", guards=[staff])
async def list_papers(request: Request) -> Response:
    now = await clock.now()
    found = [(kind, told, standing(told, now)) for kind in KINDS if (told := await versions(kind))]
    return await staff_page(request, "papers/staff/index.html", papers=found)


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise NotFound
    return kind


async def _edit_page(request: Request, kind: str, form: Form[Any], look: list[dict[str, Any]] | None = None) -> Response:
    told = await versions(kind)
    names = [(lang, FIELD[lang], LANGUAGES[lang]) for lang in LANGS]
    is_template = bool(told) and await texts_of(told[0].id) == _as_delivered(kind)
    return await staff_page(
        request, "papers/staff/edit.html", status=form.status, form=form, kind=kind, title=TITLES[kind], versions=told,
        names=names, look=look, is_template=is_template,
    )  # fmt: skip


def _as_delivered(kind: str) -> dict[str, dict[str, str]]:
    return {lang: dict(zip(("title", "body"), default_text(kind, lang), strict=True)) for lang in LANGS}


@get("/staff/papers/{kind:str}", guards=[staff])
async def edit_paper(request: Request, kind: FromPath[str]) -> Response:
    told = await versions(_known(kind))
    texts = fields_of(await texts_of(told[0].id)) if told else {}
    return await _edit_page(request, kind, blank(weight="minor", **texts))


async def _looked_at(kind: str, texts: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    """Each language's text beside what it was."""
    told = await versions(kind)
    old = await texts_of(told[0].id) if told else {}
    looks = []
    for lang, text in texts.items():
        pieces = difference(old.get(lang, {"body": ""})["body"], text["body"])
        looks.append({"lang": lang, "name": LANGUAGES[lang], "pieces": pieces, "is_same": is_same(pieces), **text})
    return looks


@post("/staff/papers/{kind:str}", guards=[staff])
async def publish_paper(request: Request, viewer: Viewer, kind: FromPath[str]) -> Response:
    """Shown first, with what differs; published by the second button."""
    form = await read_form(request, VersionForm)
    look = None
    if form.ok:
        data = form.data
        texts = data.texts({lang: default_text(_known(kind), lang)[0] for lang in LANGS})
        if data.deed == "publish":
            with form.catching():
                await publish_version(
                    kind, texts, is_major=data.weight == "major", effective_at=data.effective_at, note=data.note, by=viewer.id
                )
                return go("/staff/papers", N_("新版本已发布。"))
        elif data.deed == "look":
            look = await _looked_at(kind, texts)
        form.status = form.status if form.errors else 200
    return await _edit_page(request, _known(kind), form, look)


ROUTES = [list_papers, edit_paper, publish_paper]
