"""Secrets that must be read again, sealed by a key made from SECRET_KEY: a stolen dump alone opens none."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.settings import settings


@cache
def _box() -> Fernet:
    key = HKDF(SHA256(), length=32, salt=None, info=b"zhizao: second factors").derive(settings.secret_key.encode())
    return Fernet(urlsafe_b64encode(key))


def seal(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str, *, within_minutes: int | None = None) -> str | None:
    """None where it was sealed by another key, changed on its way, or is too old."""
    try:
        return _box().decrypt(sealed.encode(), ttl=within_minutes * 60 if within_minutes else None).decode()
    except InvalidToken:
        return None


def keyed_hash(purpose: str, text: str) -> bytes:
    return hmac.new(settings.secret_key.encode(), f"{purpose}:{text}".encode(), hashlib.sha256).digest()
