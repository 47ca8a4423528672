"""Signing in by a passkey: no address, no code; it counts as the second factor too."""

from urllib.parse import urlencode

from litestar import Request, post
from litestar.response import Response

from app.accounts.arriving import arrive
from app.accounts.factors.forms import PasskeyForm
from app.accounts.factors.party import needed_party
from app.accounts.factors.passkeys import member_by_passkey, options_for_asking
from app.accounts.factors.step_up import onward
from app.accounts.guards import anyone
from app.accounts.limits import limit
from app.accounts.rules import PLACE_WINDOW, place_of
from app.accounts.viewer import ANONYMOUS, Viewer
from app.web.forms import read_form
from app.web.pages import go
from app.web.security import client_address


@post("/sign-in/passkey/challenge", guards=[anyone], status_code=200)
async def ask_passkey(request: Request, viewer: Viewer) -> Response:
    """Of somebody signed in: one of their own."""
    await limit("passkey-asked-from", place_of(client_address(request.scope)), most=300, within=PLACE_WINDOW)
    return as_json(await options_for_asking(viewer, needed_party(request)))


@post("/sign-in/passkey", guards=[anyone])
async def sign_in_by_passkey(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, PasskeyForm)
    if form.ok:
        with form.catching():
            await limit("passkey-tried-from", place_of(client_address(request.scope)), most=300, within=PLACE_WINDOW)
            member = await member_by_passkey(needed_party(request), form.data.answer, ANONYMOUS)
            return await arrive(
                request, viewer, member, next_path=onward(form.data.next), intent=form.data.intent, second_factor=True
            )
    return _back(form.values, next(iter(form.errors.values())))


def _back(sent: dict[str, str], sentence: str) -> Response:
    kept = {name: text for name in ("next", "intent") if (text := sent.get(name)) and isinstance(text, str)}
    return go("/sign-in" + (f"?{urlencode(kept)}" if kept else ""), sentence)


def as_json(text: str) -> Response:
    return Response(text, media_type="application/json", headers={"Cache-Control": "no-store"})


ROUTES = [ask_passkey, sign_in_by_passkey]
