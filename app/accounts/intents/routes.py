"""What came of an intent, by its link; and what still waits for a member's word."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone, members
from app.accounts.intents.actions import drop_intent, finish_intent
from app.accounts.intents.forms import KeyForm
from app.accounts.intents.kinds import Intent
from app.accounts.intents.queries import form_again, intent_by_key, intent_key, waiting_for, what_will_be_done
from app.accounts.viewer import Viewer
from app.accounts.visitors import visitor_token
from app.foundation.i18n import N_
from app.foundation.refusals import NotFound
from app.web import slots
from app.web.forms import read_form
from app.web.pages import go, page, render_for

GONE = N_("这件事已经结束了，或者链接过期了。")


def _private(response: Response) -> Response:
    response.headers |= {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "same-origin"}
    return response


async def _shown(intents: list[Intent]) -> list[dict[str, Any]]:
    """With their words and keys; those whose subject is gone are left out."""
    found = [(intent, await what_will_be_done(intent)) for intent in intents]
    return [
        {"intent": intent, "what": what, "key": intent_key(intent.public_id), "change": form_again(intent)}
        for intent, what in found
        if what
    ]


async def _by_key(key: str, public_id: str) -> Intent:
    intent = await intent_by_key(key)
    if intent is None or intent.public_id != public_id:
        raise NotFound(GONE)
    return intent


@get("/intents", guards=[members])
async def show_waiting(request: Request, viewer: Viewer) -> Response:
    waiting = await _shown(await waiting_for(viewer, visitor_token(request)))
    return await page(request, "accounts/intents/index.html", waiting=waiting)


@get("/intents/{intent_id:str}", guards=[anyone])
async def show_intent(request: Request, viewer: Viewer, intent_id: FromPath[str]) -> Response:
    """What was done, or what will be: opening it does nothing. It must be readable where no cookie is kept."""
    key = request.query_params.get("key", "")
    intent = await _by_key(key, intent_id)
    what = await what_will_be_done(intent)
    share = await slots.render("intent.done", request, intent) if intent.state == "finished" else ""
    shown = await page(
        request, "accounts/intents/show.html", intent=intent, key=key, what=what, share=share,
        is_own=intent.member == viewer.id, change=form_again(intent),
    )  # fmt: skip
    return _private(shown)


@post("/intents/{intent_id:str}/completion", guards=[members])
async def complete(request: Request, viewer: Viewer, intent_id: FromPath[str]) -> Response:
    form = await read_form(request, KeyForm)
    intent, done = await finish_intent(viewer, await _by_key(form.data.key, intent_id))
    if done:
        return go(done.url, done.sentence, **done.params)
    return go(f"/intents/{intent.public_id}?key={form.data.key}")


@post("/intents/{intent_id:str}/dropping", guards=[anyone])
async def drop(request: Request, viewer: Viewer, intent_id: FromPath[str]) -> Response:
    """By whoever holds its key."""
    form = await read_form(request, KeyForm)
    await drop_intent(await _by_key(form.data.key, intent_id))
    return go("/intents" if viewer.is_signed_in else "/", N_("不做了，什么都没留下。"))


async def waiting_line(request: Request, viewer: Viewer) -> str:
    """Fills `me.sections`: what was begun and not finished."""
    waiting = await _shown(await waiting_for(viewer, visitor_token(request)))
    return await render_for(request, "accounts/intents/_waiting.html", waiting=waiting) if waiting else ""


ROUTES = [show_waiting, show_intent, complete, drop]
