"""The code that a browser brings back, changed for an id token; and everything that must be true of that token."""

from dataclasses import dataclass
from typing import Any

import httpx
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError

from app.accounts.oidc.providers import PATIENCE, ProviderTrouble, published_by
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from app.settings import OidcProvider
from app.web.fields import Email, FieldError

# Signatures by a key pair only: with a shared secret, or none, anybody could write a token.
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
LEEWAY = 60
LONGEST_SUBJECT = 200  # OIDC allows 255 signs; providers use a few dozen, and the address also holds the issuer


class WrongToken(Refusal):
    def __init__(self, provider: OidcProvider) -> None:
        super().__init__(N_("%(label)s 的回答核对不上，没有登录。请再试一次，或者用验证码登录。"), label=provider.label)


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who the provider says it is; an e-mail only where the provider has verified it."""

    subject: str
    email: str


async def token_for(provider: OidcProvider, code: str, *, verifier: str, redirect_uri: str) -> str:
    about = (await published_by(provider)).about
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier}
    methods = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    auth: httpx.Auth = httpx.Auth()
    if provider.client_secret and "client_secret_basic" in methods:
        auth = httpx.BasicAuth(_quoted(provider.client_id), _quoted(provider.client_secret))
    else:
        form |= {"client_id": provider.client_id} | ({"client_secret": provider.client_secret} if provider.client_secret else {})
    try:
        async with httpx.AsyncClient(timeout=PATIENCE) as http:
            answer = await http.post(about["token_endpoint"], data=form, auth=auth, headers={"Accept": "application/json"})
            if answer.status_code in (400, 401):
                raise WrongToken(provider)
            answer.raise_for_status()
            return str(answer.json()["id_token"])
    except (httpx.HTTPError, ValueError, LookupError, TypeError) as error:
        raise ProviderTrouble(provider) from error


def _quoted(text: str) -> str:
    """As RFC 6749 wants both parts in the header."""
    return str(httpx.QueryParams({"x": text}))[2:]


async def somebody_in(provider: OidcProvider, token: str, *, nonce: str) -> Somebody:
    try:
        claims = await _signed_claims(provider, token)
        jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": provider.issuer},
            aud={"essential": True, "value": provider.client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(claims)
    except (JoseError, ValueError, TypeError) as error:
        raise WrongToken(provider) from error
    others = [one for one in claims["aud"] if one != provider.client_id] if isinstance(claims["aud"], list) else []
    is_for_us = claims.get("azp", None if others else provider.client_id) == provider.client_id
    if not is_for_us or claims["nonce"] != nonce or not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
        raise WrongToken(provider)
    return Somebody(claims["sub"], _verified_email(claims))


async def _signed_claims(provider: OidcProvider, token: str) -> dict[str, Any]:
    keys = (await published_by(provider)).keys
    try:
        return jwt.decode(token, keys, algorithms=ALGORITHMS).claims
    except InvalidKeyIdError:
        keys = (await published_by(provider, fresh=True)).keys
        return jwt.decode(token, keys, algorithms=ALGORITHMS).claims


def _verified_email(claims: dict[str, Any]) -> str:
    """Only the truth value true: some providers send the word "false", which is true."""
    if claims.get("email_verified") is not True or not isinstance(claims.get("email"), str):
        return ""
    try:
        return Email().read([claims["email"]])
    except FieldError:
        return ""
