"""A picture as it arrives from a browser, signed in or not; for every form that takes several."""

from datetime import timedelta

from litestar import Request
from litestar.datastructures import UploadFile

from app.accounts.limits import limit
from app.accounts.rules import place_of
from app.accounts.viewer import Viewer
from app.accounts.visitors import visitor_token
from app.media.actions import keep_for_visitor, keep_picture
from app.media.keys import with_key
from app.web.security import client_address
from app.web.sent import LARGEST_FORM


async def admit_files(request: Request, viewer: Viewer) -> None:
    """Before a form with files is read: what somebody signed out may send is large, so not often from one place."""
    length = request.headers.get("content-length", "")
    if not viewer.is_signed_in and not (length.isdecimal() and int(length) < LARGEST_FORM):
        place = place_of(client_address(request.scope))
        await limit("files-from", place, most=200, within=timedelta(hours=1))


async def receive_picture(request: Request, viewer: Viewer, upload: UploadFile) -> str:
    """What the form carries from now on: its public id and key. A Refusal in words where it is no picture."""
    if viewer.is_signed_in:
        return with_key(await keep_picture(viewer.id, upload))
    place = place_of(client_address(request.scope))
    return with_key(await keep_for_visitor(upload, visitor=visitor_token(request), place=place))
