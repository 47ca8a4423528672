"""A browser that nobody has signed in with yet: a random token of its own, of which only a hash is kept with what it began."""

import secrets

from litestar import Request
from litestar.datastructures import Cookie

from app.accounts.viewer import token_hash
from app.settings import settings

VISITOR_COOKIE = "__Host-zz_visitor" if settings.is_https else "zz_visitor"
LASTING = 30 * 86400


def visitor_token(request: Request) -> str:
    """ "" where this browser brought none along: it is new here, or forgets its cookies."""
    return request.cookies.get(VISITOR_COOKIE, "")[:60]


def visitor_hash(token: str) -> bytes | None:
    return token_hash(token) if token else None


def new_visitor() -> str:
    return secrets.token_urlsafe(24)


def visitor_cookie(token: str) -> Cookie:
    return Cookie(key=VISITOR_COOKIE, value=token, max_age=LASTING, httponly=True, samesite="lax", secure=settings.is_https)
