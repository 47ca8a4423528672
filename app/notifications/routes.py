"""The inbox, and in development the outbox."""

from functools import lru_cache
from typing import Annotated

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Response
from markupsafe import Markup

from app.accounts.guards import anyone, in_development, members
from app.accounts.viewer import Viewer
from app.foundation.i18n import language
from app.notifications.actions import mark_all_read, mark_read
from app.notifications.mails import write
from app.notifications.queries import A_PAGE, Bell, bell_of, inbox, outbox, outgoing
from app.notifications.reachability import unreachable_addresses
from app.web.fields import Flag, Line
from app.web.forms import read_form
from app.web.pages import HTML, fragment, go, page, render, render_for
from app.web.paths import own_path

# A mail's styles are inline, as mail programs want them; nothing else may run or load.
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


class ReadingForm(msgspec.Struct):
    """`url` names the notices that lead there; empty means all. `stay`: marked without going there."""

    url: Annotated[str, Line(200, least=0)]
    stay: Annotated[bool, Flag()]


@get("/inbox", guards=[members])
async def show_inbox(request: Request, viewer: Viewer) -> Response:
    asked = request.query_params.get("page", "")
    number = min(max(int(asked), 1), 100) if asked.isdecimal() and len(asked) < 5 else 1
    notices = await inbox(viewer, number)
    return await page(
        request, "notifications/index.html", notices=notices[:A_PAGE], number=number, has_older=len(notices) > A_PAGE,
        has_unread=(await bell_of(viewer.id)).unread,
    )  # fmt: skip


@get("/inbox/bell", guards=[anyone])
async def show_bell(viewer: Viewer, mark: FromQuery[str] = "") -> Response:
    """Asked again and again by open pages: one question to the database, and no answer while nothing changed."""
    if not viewer.is_signed_in:
        return Response(b"", status_code=401)
    found = await bell_of(viewer.id)
    if found.mark == mark:
        return Response(b"", status_code=204)
    return Response(_marked(found), media_type=HTML, headers={"Cache-Control": "no-store"})


@get("/inbox/lines", guards=[members])
async def show_lines(request: Request, viewer: Viewer) -> Response:
    """The first page's lines, for an inbox that stands open."""
    return await fragment(request, "notifications/_lines.html", notices=(await inbox(viewer, 1))[:A_PAGE], number=1)


@post("/inbox/reading", guards=[members])
async def read_notices(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, ReadingForm)
    url = form.data.url
    await (mark_read(viewer.id, url) if url else mark_all_read(viewer.id))
    return go("/inbox" if form.data.stay else own_path(url, "/inbox"))


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
    return Response(html, media_type="text/html", headers={"Content-Security-Policy": MAIL_POLICY})


async def bell(request: Request, subject: object) -> str:
    """Fills the slot `layout.bell`."""
    return _marked(await bell_of(request.scope["state"]["viewer"].id))


async def refused_addresses(request: Request, viewer: Viewer) -> str:
    """Fills the slot `me.sections`: mail that came back."""
    refused = await unreachable_addresses(viewer.id)
    return await render_for(request, "notifications/choosing/_refused.html", refused=refused) if refused else ""


MARK = "0-0-mark"


def _marked(found: Bell) -> Markup:
    return Markup(_bell(language.get(), found.unread).replace(MARK, found.mark))  # noqa: S704 - digits and a hyphen


@lru_cache(maxsize=400)
def _bell(lang: str, count: int) -> str:
    """On every page of everybody signed in, and the same for all who have so many unread, but for its mark."""
    return render("notifications/_bell.html", count=count, mark=MARK)


ROUTES = [show_inbox, show_bell, show_lines, read_notices, show_outbox, show_mail, show_mail_as_html]
