"""Picture files: named for ever, so kept for ever by whoever fetched one; and pictures sent while somebody types."""

import re
from urllib.parse import urlsplit

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone
from app.accounts.viewer import Viewer
from app.accounts.visitors import new_visitor, visitor_cookie, visitor_token
from app.foundation.refusals import NotFound, Refusal
from app.media import storage
from app.media.forms import PictureForm
from app.media.keys import is_key
from app.media.queries import is_on_view, is_owned_by
from app.media.receiving import receive_picture
from app.media.rules import LARGEST_FILE, NO_PICTURE, WIDTHS
from app.settings import settings
from app.web.forms import read_form
from app.web.pages import fragment

FOREVER = "public, max-age=31536000, immutable"
FILES = {f"{width}.webp": width for width in WIDTHS}
_ID = re.compile(r"[0-9a-z]{4,12}")


@post("/pictures", guards=[anyone], status_code=200, request_max_body_size=LARGEST_FILE + 100_000)
async def take_picture(request: Request, viewer: Viewer) -> Response:
    """One picture for a form not yet sent: answered with its place in the form, or with a plain sentence."""
    try:
        form = await read_form(request, PictureForm)
        if not form.data.picture:
            raise Refusal(NO_PICTURE, field="picture")
        kept = await receive_picture(request, viewer, form.data.picture[0])
    except Refusal as refusal:
        return Response(refusal.text(), status_code=refusal.status, media_type="text/plain")
    response = await fragment(request, "media/_kept.html", picture=kept)
    if not viewer.is_signed_in and not visitor_token(request):
        response.set_cookie(visitor_cookie(new_visitor()))
    return response


def _asked_by_our_page(request: Request) -> bool:
    """An image in one of our pages. Without Sec-Fetch-Site an older browser says it by its Referer."""
    site = request.headers.get("sec-fetch-site")
    if site:
        return site == "same-origin"
    sender = urlsplit(request.headers.get("referer", "")).netloc
    return sender in (request.url.netloc, urlsplit(settings.public_url).netloc)


async def _is_their_own(request: Request, viewer: Viewer, picture_id: str) -> bool:
    """Not attached yet: shown to its owner, or in the form that holds its key; so nobody's free place to host pictures.

    One that staff withheld is still its owner's to see, and staff's.
    """
    if is_key(picture_id, request.query_params.get("key", "")):
        return _asked_by_our_page(request)
    return viewer.is_staff or (viewer.is_signed_in and await is_owned_by(picture_id, viewer.id))


@get("/media/{picture_id:str}/{name:str}", guards=[anyone])
async def serve_picture(request: Request, viewer: Viewer, picture_id: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    width = FILES.get(name)
    if width is None or not _ID.fullmatch(picture_id):
        raise NotFound
    caching = FOREVER if await is_on_view(picture_id) else "private, max-age=3600"
    if caching != FOREVER and not await _is_their_own(request, viewer, picture_id):
        raise NotFound
    headers = {"Cache-Control": caching, "ETag": f'"{picture_id}-{width}"', "X-Content-Type-Options": "nosniff"}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers, media_type=storage.MEDIA_TYPE)
    data = await storage.get(picture_id, width)
    if data is None:
        raise NotFound
    return Response(data, headers=headers, media_type=storage.MEDIA_TYPE)


ROUTES = [take_picture, serve_picture]
