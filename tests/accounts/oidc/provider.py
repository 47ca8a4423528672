"""An OpenID Connect provider of our own: an ASGI app that signs real tokens, honest unless a test asks otherwise."""

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

CLIENT, SECRET = "zhizao", "not much of a secret"


@dataclass
class Provider:
    """Somebody signs in there by `visit`; what the token says can be bent by `claims`, `key`, `header` and `token`."""

    issuer: str = ""
    keys: list[RSAKey] = field(default_factory=lambda: [RSAKey.generate_key(2048, {"kid": "1", "use": "sig"})])
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    signing_key: Any = None
    token: str | None = None
    granted: dict[str, dict[str, str]] = field(default_factory=dict)
    served: list[str] = field(default_factory=list)

    def visit(self, address: str, **person: Any) -> dict[str, str]:
        """Signs somebody in at the address that we sent them to; what their browser brings back."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(12)
        self.granted[code] = asked | {"person": json.dumps(person)}
        return {"code": code, "state": asked["state"]}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.served.append(scope["path"])
        if scope["path"] == "/.well-known/openid-configuration":
            await _answer(send, 200, self._about())
        elif scope["path"] == "/keys":
            await _answer(send, 200, KeySet(list(self.keys)).as_dict(private=False))
        elif scope["path"] == "/token":
            await _answer(send, *self._exchange(dict(scope["headers"]), await _form(receive)))
        else:
            await _answer(send, 404, {})

    def _about(self) -> dict[str, Any]:
        at = self.issuer
        return {
            "issuer": at, "authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token", "jwks_uri": f"{at}/keys",
            "response_types_supported": ["code"], "id_token_signing_alg_values_supported": ["RS256"],
        }  # fmt: skip

    def _exchange(self, headers: dict[bytes, bytes], form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self.granted.pop(form.get("code", ""), None)
        who = base64.b64encode(urlencode({"": CLIENT})[1:].encode() + b":" + urlencode({"": SECRET})[1:].encode())
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if headers.get(b"authorization") != b"Basic " + who:
            return 401, {"error": "invalid_client"}
        if asked is None or challenge != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "-", "token_type": "Bearer", "id_token": self.token or self._signed(asked)}

    def _signed(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims |= json.loads(asked["person"]) | self.claims
        said = {name: what for name, what in claims.items() if what is not None}
        header = {"alg": "RS256", "kid": self.keys[-1].kid} | self.header
        return jwt.encode(header, said, self.signing_key or self.keys[-1], algorithms=["RS256", "HS256"])


def unsigned(claims: dict[str, Any]) -> str:
    """What somebody writes who hopes that nobody looks: alg none."""
    parts = [json.dumps(one).encode() for one in ({"alg": "none", "typ": "JWT"}, claims)]
    return ".".join([base64.urlsafe_b64encode(one).rstrip(b"=").decode() for one in parts] + [""])


def shared_secret() -> OctKey:
    return OctKey.import_key(SECRET * 2)


async def _form(receive: Any) -> dict[str, str]:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return {name: many[0] for name, many in parse_qs(body.decode()).items()}


async def _answer(send: Any, status: int, what: Any) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": json.dumps(what).encode()})
