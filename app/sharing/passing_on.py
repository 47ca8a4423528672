"""Answers that every room's thin slice gives: the picture for chats, the poster, the page to share from."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from litestar import Request
from litestar.response import Response

from app.accounts.viewer import Viewer
from app.foundation.i18n import LANGUAGES, language, speaking
from app.settings import settings
from app.sharing.codes import is_code
from app.sharing.drawing.cards import draw_card
from app.sharing.drawing.posters import draw_poster, with_code
from app.sharing.keeping import Drawn, changed, drawn
from app.sharing.links import share_url
from app.sharing.shelf import MEDIA_TYPE
from app.sharing.showing import Shown
from app.web.pages import page

# Says what a thing shows, in the present language.
Say = Callable[[], Shown]
SHORT, LONG = "public, max-age=300", "public, max-age=604800, immutable"
LINE = 120  # what chats show of it, and a little more
SCENE = re.compile(r"[A-Za-z0-9_.-]{1,40}")


def said(say: Say, lang: str) -> Shown:
    """In the thing's own language, where ours has it: a preview is read by those who read the thing."""
    with speaking(lang, settings.time_zone.key):
        return replace(say(), lang=language.get())


def card_path(thing: str, shown: Shown) -> str:
    """The picture's address: another one when it shows something else, so that chats fetch it anew."""
    return f"/{thing}/card.jpg?v={shown.digest[:8]}"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a chat shows of a link: a picture, what it says to those who don't see it, one line."""

    path: str
    alt: str
    line: str


def preview(thing: str, shown: Shown) -> Preview:
    votes = f"{shown.seal[0]} {shown.seal[1]}" if shown.seal[1] else ""
    now = [shown.byline, votes, shown.figure, *shown.facts]
    line = " · ".join(one for one in [*now, " ".join(shown.summary.split())] if one)
    return Preview(card_path(thing, shown), shown.title, line if len(line) <= LINE else line[: LINE - 1] + "…")


def _answer(request: Request, made: Drawn, caching: str) -> Response[bytes]:
    headers = {"Cache-Control": caching, "ETag": f'"{made.digest}"', "X-Robots-Tag": "noindex"}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers, media_type=MEDIA_TYPE)
    return Response(made.data, headers=headers, media_type=MEDIA_TYPE)


async def card(request: Request, thing: str, shown: Shown, *, member: int | None = None) -> Response[bytes]:
    """`member`: whose name is on it."""
    made = await drawn(shown, f"{thing}/card", draw_card, member=member)
    is_current = request.query_params.get("v", "") == made.digest[:8]
    return _answer(request, made, LONG if is_current else SHORT)


async def poster(
    request: Request, thing: str, say: Say, *, may_name_scenes: bool = False, member: int | None = None
) -> Response[bytes]:
    """In the language asked, its code carrying the sharer's `by`; a scene's word only for those who may name one.

    One is kept for all; only the code differs, and is put on when asked for: nothing kept says who shares.
    """
    asked = {name: request.query_params.get(name, "")[:40] for name in ("lang", "by", "scene")}
    lang = asked["lang"] if asked["lang"] in LANGUAGES else language.get()
    scene = asked["scene"] if may_name_scenes and SCENE.fullmatch(asked["scene"]) else ""
    ref = scene or (asked["by"] if await is_code(asked["by"]) else "")
    shown = replace(said(say, lang), link=share_url(f"/{thing}"))
    made = await drawn(shown, f"{thing}/poster/{lang}", draw_poster, member=member)
    if ref:
        made = await changed(made, ref, lambda data: with_code(data, share_url(f"/{thing}", ref=ref)))
    return _answer(request, made, SHORT)


def poster_path(thing: str, viewer: Viewer, scene: str = "") -> str:
    who = f"&scene={scene}" if scene else f"&by={viewer.share_code}" if viewer.share_code else ""
    return f"/{thing}/poster.jpg?lang={language.get()}{who}"


async def share_page(
    request: Request, viewer: Viewer, thing: str, shown: Shown, *, may_name_scenes: bool = False, **context: Any
) -> Response:
    """The poster to save, the link to copy, the phone's own sheet."""
    asked = request.query_params.get("scene", "")[:40] if may_name_scenes else ""
    scene = asked if SCENE.fullmatch(asked) else ""
    return await page(
        request, "sharing/show.html", shown=shown, thing=thing, scene=scene, may_name_scenes=may_name_scenes,
        poster=poster_path(thing, viewer, scene), link=share_url(f"/{thing}", viewer, ref=scene),
        card=preview(thing, shown), **context,
    )  # fmt: skip
