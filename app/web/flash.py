"""One sentence carried over a redirect in a sealed cookie, shown once."""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from litestar import Request
from litestar.datastructures import Cookie

from app.foundation.i18n import translate
from app.settings import settings

FLASH_COOKIE = "zz_flash"


def _seal(text: bytes) -> str:
    return hmac.new(settings.secret_key.encode(), b"flash:" + text, hashlib.sha256).hexdigest()[:32]


def sealed_flash(sentence: str, params: dict[str, Any]) -> Cookie:
    text = translate(sentence, **params).encode()
    value = urlsafe_b64encode(text).decode().rstrip("=") + "." + _seal(text)
    return Cookie(key=FLASH_COOKIE, value=value, httponly=True, samesite="lax", secure=settings.is_https, max_age=60)


def flash_of(request: Request) -> str:
    encoded, _, seal = request.cookies.get(FLASH_COOKIE, "").partition(".")
    try:
        text = urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
        return text.decode() if hmac.compare_digest(seal.encode(), _seal(text).encode()) and text else ""
    except ValueError:
        return ""
