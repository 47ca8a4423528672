"""The host that passkeys are made for."""

import ipaddress
from urllib.parse import urlsplit

from litestar import Request

from app.accounts.factors.passkeys import Party
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from app.settings import settings


def party_of(request: Request) -> Party | None:
    """None where no browser would make one: over plain HTTP, or at a bare address (outside production localhost serves)."""
    origin = settings.public_url
    if not settings.is_production and request.url.hostname == "localhost":
        origin = f"{request.url.scheme}://{request.url.netloc}"
    host = urlsplit(origin).hostname or ""
    if _is_address(host) or not (origin.startswith("https://") or host == "localhost"):
        return None
    return Party(host, origin)


def needed_party(request: Request) -> Party:
    if found := party_of(request):
        return found
    raise Refusal(N_("这个网址用不了通行密钥，请换一种方式。"))


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
