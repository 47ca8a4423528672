"""An idea proposed signed out: kept with its pictures as an intent, shown again for rewording, replaced when sent anew."""

import secrets
from typing import Any

from litestar import Request
from litestar.response import Response

from app.accounts.intents.actions import drop_intent
from app.accounts.intents.beginning import begin_intent
from app.accounts.intents.queries import begun_in, intent_by_key
from app.accounts.intents.rules import LASTING
from app.accounts.visitors import visitor_token
from app.foundation import clock
from app.media.actions import keep_until
from app.web.forms import Form, blank
from app.web.pages import go
from ideas.actions import check_publishable
from ideas.forms import IdeaForm

KIND = "idea"
TEXTS = ("title", "summary", "body", "challenge", "do", "once")
LISTS = ("pictures", "tags")


def new_once() -> str:
    """Marks one form, so that sending it twice makes one idea."""
    return secrets.token_hex(8)


def _fields(form: Form[Any]) -> dict[str, list[str]]:
    texts = {name: [str(getattr(form.data, name))] for name in TEXTS}
    return texts | {name: many for name in LISTS if (many := list(getattr(form.data, name)))}


async def begin_idea(request: Request, form: Form[Any]) -> Response:
    """On to signing in; a Refusal where it could not be published anyway. Nothing of it needs a cookie."""
    if isinstance(form.data, IdeaForm):
        await check_publishable(form.data)
    fields = _fields(form)
    await drop_earlier(request, form, besides=fields)
    path, cookie = await begin_intent(request, KIND, form.data.challenge, dict(fields))
    await keep_until(form.data.pictures, await clock.now() + LASTING)
    response = go(path)
    response.set_cookie(cookie)
    return response


async def drop_earlier(request: Request, form: Form[Any], besides: dict[str, list[str]] | None = None) -> None:
    """Whoever goes back and sends the form again, worded otherwise, means that one and not both."""
    once, carried = form.data.once, await intent_by_key(str(form.values.get("intent", "")))
    for earlier in [*await begun_in(visitor_token(request)), *([carried] if carried else [])]:
        if once and earlier.kind == KIND and earlier.text("once") == once and earlier.fields != besides:
            await drop_intent(earlier)


async def begun_idea(key: str) -> Form[Any] | None:
    """The form as it was kept, for whoever holds the intent's key and wants to change it before signing in."""
    intent = await intent_by_key(key) if key else None
    if intent is None or intent.kind != KIND or intent.state != "waiting":
        return None
    return blank(
        **{name: intent.text(name) for name in TEXTS}, pictures=list(intent.fields.get("pictures", [])),
        tags=" ".join(intent.fields.get("tags", [])), intent=key,
    )  # fmt: skip


def not_kept(response: Response) -> Response:
    """A page with what somebody typed, opened by a key."""
    response.headers |= {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    return response
