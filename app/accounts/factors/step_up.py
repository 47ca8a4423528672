"""The page that asks for a second factor, or has one set up where there is none, on the way to a brand's or the staff's desk."""

from urllib.parse import urlsplit

from litestar import Request, get, post
from litestar.response import Response

from app.accounts.arriving import arrive
from app.accounts.factors.actions import check_totp, totp_secret, use_recovery_code
from app.accounts.factors.forms import PasskeyForm, RecoveryForm, TotpForm
from app.accounts.factors.party import needed_party, party_of
from app.accounts.factors.passkeys import member_by_passkey
from app.accounts.factors.queries import factors_of
from app.accounts.factors.totp import next_code
from app.accounts.guards import members
from app.accounts.viewer import Viewer
from app.settings import settings
from app.web.forms import Form, blank, read_form
from app.web.pages import go, page
from app.web.paths import own_path


def onward(asked: str) -> str:
    """Where it leads afterwards; never in a circle."""
    path = own_path(asked)
    return "/" if urlsplit(path).path.startswith("/sign-in") else path


async def _show(request: Request, viewer: Viewer, form: Form) -> Response:
    factors = await factors_of(viewer.id)
    return await page(
        request,
        "accounts/factors/second.html" if factors.has_any else "accounts/factors/begin.html",
        status=form.status, form=form, factors=factors, next_path=onward(form.text("next")), party=party_of(request),
        present_code=await _present_code(viewer.id),
    )  # fmt: skip


async def _present_code(member: int) -> str:
    """The seeded people have no phone: in development the page knows the code."""
    if settings.environment != "development" or (kept := await totp_secret(member)) is None:
        return ""
    return next_code(*kept)


@get("/sign-in/second", guards=[members])
async def show_second(request: Request, viewer: Viewer) -> Response:
    asked = request.query_params.get("next", "")
    return go(onward(asked)) if viewer.has_second_factor else await _show(request, viewer, blank(next=asked))


@post("/sign-in/second/code", guards=[members])
async def prove_by_code(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, TotpForm)
    if form.ok:
        with form.catching():
            await check_totp(viewer.id, form.data.code)
            return await _proven(request, viewer, form.data.next)
    return await _show(request, viewer, form)


@post("/sign-in/second/recovery", guards=[members])
async def prove_by_recovery_code(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, RecoveryForm)
    if form.ok:
        with form.catching():
            await use_recovery_code(viewer.id, form.data.recovery)
            return await _proven(request, viewer, form.data.next)
    return await _show(request, viewer, form)


@post("/sign-in/second/passkey", guards=[members])
async def prove_by_passkey(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, PasskeyForm)
    if form.ok:
        with form.catching():
            await member_by_passkey(needed_party(request), form.data.answer, viewer)
            return await _proven(request, viewer, form.data.next)
    return await _show(request, viewer, form)


async def _proven(request: Request, viewer: Viewer, asked: str) -> Response:
    return await arrive(request, viewer, viewer.id, next_path=onward(asked), second_factor=True)


ROUTES = [show_second, prove_by_code, prove_by_recovery_code, prove_by_passkey]
