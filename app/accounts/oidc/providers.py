"""The providers that the settings name, what each publishes about itself, and the keys it signs with."""

import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app.foundation.i18n import N_
from app.foundation.refusals import NotFound, Refusal
from app.settings import OidcProvider, settings

KEPT_SECONDS, AGAIN_AFTER = 3600, 60
PATIENCE = 10


class ProviderTrouble(Refusal):
    """The provider doesn't answer, or not as it should; there are other ways in."""

    def __init__(self, provider: OidcProvider) -> None:
        super().__init__(N_("%(label)s 现在连不上。请用验证码登录，或者过一会儿再试。"), label=provider.label)


@dataclass
class Published:
    about: dict[str, Any]
    keys: KeySet
    at: float


_published: dict[str, Published] = {}


def provider_named(name: str) -> OidcProvider:
    for one in settings.oidc_providers:
        if one.name == name:
            return one
    raise NotFound


def address_at(provider: OidcProvider, subject: str) -> str:
    """An identity's address: subjects are unique within their issuer only."""
    return f"{provider.issuer} {subject}"


def label_of(address: str) -> str:
    """Whose account this identity is, for people."""
    issuer = address.partition(" ")[0]
    labels = {one.issuer: one.label for one in settings.oidc_providers}
    return labels.get(issuer) or urlsplit(issuer).hostname or issuer


async def published_by(provider: OidcProvider, *, fresh: bool = False) -> Published:
    """Kept for an hour; asked for anew, at most once a minute, when a key is missing that may have just been made."""
    kept = _published.get(provider.issuer)
    age = time.monotonic() - kept.at if kept else KEPT_SECONDS
    if kept is None or age >= KEPT_SECONDS or (fresh and age >= AGAIN_AFTER):
        kept = _published[provider.issuer] = await _ask(provider)
    return kept


async def _ask(provider: OidcProvider) -> Published:
    try:
        async with httpx.AsyncClient(timeout=PATIENCE) as http:
            about = await _json(http, provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
            _check(provider, about)
            keys = KeySet.import_key_set(await _json(http, about["jwks_uri"]))  # type: ignore[arg-type]
    except (httpx.HTTPError, httpx.InvalidURL, JoseError, ValueError, LookupError, TypeError) as error:
        raise ProviderTrouble(provider) from error
    return Published(about, keys, time.monotonic())


async def _json(http: httpx.AsyncClient, url: str) -> dict[str, Any]:
    answer = await http.get(url)
    answer.raise_for_status()
    return answer.json()


def _check(provider: OidcProvider, about: dict[str, Any]) -> None:
    """It speaks of itself, and sends nobody from an encrypted connection to a plain one."""
    if about["issuer"] != provider.issuer:
        raise ValueError(f"{provider.issuer} calls itself {about['issuer']}")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if urlsplit(about[name]).scheme not in ("https", urlsplit(provider.issuer).scheme):
            raise ValueError(f"{name} isn't encrypted")
