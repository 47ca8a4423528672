"""Setting out to a provider and coming back: a state that serves once, in the browser it was made for."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from app.accounts.oidc.providers import published_by
from app.accounts.oidc.tables import OidcFlow
from app.accounts.viewer import token_hash
from app.foundation.database import execute, insert, rows, value
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from app.settings import OidcProvider, settings

FLOW_MINUTES = 15
OVER = N_("这次登录没有接上：等得太久，或者换了浏览器。请再试一次。")


@dataclass(frozen=True, slots=True)
class Back:
    """What was kept of somebody who has come back."""

    nonce: str
    verifier: str
    next_path: str
    intent: str
    member: int | None


def redirect_uri(provider: OidcProvider) -> str:
    return f"{settings.public_url}/sign-in/with/{provider.name}/return"


def new_browser_token() -> str:
    return secrets.token_urlsafe(24)


async def set_out(
    provider: OidcProvider, browser: str, *, next_path: str = "/", intent: str = "", member: int | None = None
) -> str:
    """The provider's address to send this browser to."""
    about = (await published_by(provider)).about
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    expires = await value("select app_now() + make_interval(mins => {})", FLOW_MINUTES)
    await insert(
        OidcFlow, state_hash=token_hash(state), browser_hash=token_hash(browser), provider=provider.name, nonce=nonce,
        verifier=verifier, next_path=next_path, intent=intent, member=member, expires_at=expires,
    )  # fmt: skip
    asked = {
        "response_type": "code", "client_id": provider.client_id, "redirect_uri": redirect_uri(provider), "scope": "openid email",
        "state": state, "nonce": nonce, "code_challenge": _challenge(verifier), "code_challenge_method": "S256",
    }  # fmt: skip
    address: str = about["authorization_endpoint"]
    return address + ("&" if "?" in address else "?") + urlencode(asked)


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


async def come_back(provider: OidcProvider, state: str, browser: str) -> Back:
    """Taken up once; whoever brings it back must be the browser that set out."""
    found = await rows(
        """delete from oidc_flow where state_hash = {} and provider = {}
        returning browser_hash, nonce, verifier, next_path, intent, member, expires_at > app_now() as is_fresh""",
        token_hash(state), provider.name,
    )  # fmt: skip
    if not found:
        raise Refusal(OVER)
    kept = found[0]
    is_here = hmac.compare_digest(bytes(kept.pop("browser_hash")), token_hash(browser))
    if not kept.pop("is_fresh") or not is_here:
        raise Refusal(OVER)
    return Back(**kept)


async def forget_flows() -> None:
    await execute("delete from oidc_flow where expires_at < app_now()")
    await execute("delete from oidc_waiting where expires_at < app_now()")
