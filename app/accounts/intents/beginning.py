"""A change sent by somebody signed out becomes an intent, and they are led to signing in."""

from urllib.parse import urlencode

from litestar import Request
from litestar.datastructures import Cookie
from litestar.handlers import BaseRouteHandler

from app.accounts.intents.actions import keep_intent
from app.accounts.intents.kinds import Intent
from app.accounts.intents.queries import intent_key
from app.accounts.rules import place_of
from app.accounts.visitors import new_visitor, visitor_cookie, visitor_token
from app.web.security import client_address
from app.web.sent import Sent, sent_values
from app.web.visit import first_ref


def sign_in_path(intent: Intent) -> str:
    return "/sign-in?" + urlencode({"intent": intent_key(intent.public_id)})


async def begin_intent(request: Request, kind: str, subject: str, sent: Sent) -> tuple[str, Cookie]:
    """Where to sign in for it, and the cookie by which this browser is known again."""
    visitor = visitor_token(request) or new_visitor()
    fields = {name: texts for name, many in sent.items() if (texts := [one for one in many if isinstance(one, str)])}
    intent = await keep_intent(
        kind, subject, fields, visitor=visitor, place=place_of(client_address(request.scope)), ref=first_ref(request.scope)
    )
    return sign_in_path(intent), visitor_cookie(visitor)


async def begin_from(request: Request) -> tuple[str, Cookie] | None:
    """For a POST whose handler says `intent="…"`; None for any other request. Files are left out."""
    handler = request.scope.get("route_handler")
    if request.method != "POST" or not isinstance(handler, BaseRouteHandler) or "intent" not in handler.opt:
        return None
    subject = ":".join(str(each) for each in request.path_params.values())
    return await begin_intent(request, handler.opt["intent"], subject, await sent_values(request))
