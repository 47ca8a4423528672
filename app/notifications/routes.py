"""The inbox, and in development the outbox."""

from functools import lru_cache
from typing import Annotated

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Response
from markupsafe import Markup

from app.accounts.guards import in_development, members
from app.accounts.viewer import Viewer
from app.foundation.i18n import language
from app.notifications.actions import mark_read
from app.notifications.mails import write
from app.notifications.queries import A_PAGE, inbox, outbox, outgoing, unread
from app.web.fields import Line
from app.web.forms import read_form
from app.web.pages import go, page, render
from app.web.paths import own_path

# A mail's styles are inline, as mail programs want them; nothing else may run or load.
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


class ReadingForm(msgspec.Struct):
    """`url` names the notices that lead there; empty means all."""

    url: Annotated[str, Line(200, least=0)]


@get("/inbox", guards=[members])
async def show_inbox(request: Request, viewer: Viewer) -> Response:
    asked = request.query_params.get("page", "")
    number = min(max(int(asked), 1), 100) if asked.isdecimal() and len(asked) < 5 else 1
    notices = await inbox(viewer, number)
    return await page(
        request, "notifications/index.html", notices=notices[:A_PAGE], number=number, has_older=len(notices) > A_PAGE,
        has_unread=await unread(viewer.id),
    )  # fmt: skip


@post("/inbox/reading", guards=[members])
async def read_notices(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, ReadingForm)
    await mark_read(viewer.id, form.data.url)
    return go(own_path(form.data.url, "/inbox"))


@get("/dev/mail", guards=[in_development])
async def show_outbox(request: Request, to: FromQuery[str] = "") -> Response:
    mails = [mail | {"written": write(mail)} for mail in await outbox(to)]
    return await page(request, "notifications/outbox.html", mails=mails, to=to)


@get("/dev/mail/{mail_id:int}", guards=[in_development])
async def show_mail(request: Request, mail_id: FromPath[int]) -> Response:
    mail = await outgoing(mail_id)
    return await page(request, "notifications/mail.html", mail=mail, written=write(mail))


@get("/dev/mail/{mail_id:int}/html", guards=[in_development])
async def show_mail_as_html(mail_id: FromPath[int]) -> Response:
    html = write(await outgoing(mail_id)).html
    return Response(html, media_type="text/html; charset=utf-8", headers={"Content-Security-Policy": MAIL_POLICY})


async def bell(request: Request, subject: object) -> str:
    """Fills the slot `layout.bell`."""
    return _bell(language.get(), await unread(request.scope["state"]["viewer"].id))


@lru_cache(maxsize=400)
def _bell(lang: str, count: int) -> Markup:
    """On every page of everybody signed in, and the same for all who have so many unread."""
    return Markup(render("notifications/_bell.html", count=count))  # noqa: S704


ROUTES = [show_inbox, read_notices, show_outbox, show_mail, show_mail_as_html]
