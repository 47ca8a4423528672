"""Picture files: named for ever, so kept for ever by whoever fetched one."""

import re

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone
from app.foundation.refusals import NotFound
from app.media import storage
from app.media.rendering import WIDTHS

FOREVER = "public, max-age=31536000, immutable"
FILES = {f"{width}.webp": width for width in WIDTHS}
_ID = re.compile(r"[0-9a-z]{4,12}")


@get("/media/{picture_id:str}/{name:str}", guards=[anyone])
async def serve_picture(request: Request, picture_id: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    width = FILES.get(name)
    if width is None or not _ID.fullmatch(picture_id):
        raise NotFound
    headers = {"Cache-Control": FOREVER, "ETag": f'"{picture_id}-{width}"', "X-Content-Type-Options": "nosniff"}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers, media_type=storage.MEDIA_TYPE)
    data = await storage.get(picture_id, width)
    if data is None:
        raise NotFound
    return Response(data, headers=headers, media_type=storage.MEDIA_TYPE)


ROUTES = [serve_picture]
