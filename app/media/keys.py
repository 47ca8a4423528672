"""A picture's key: handed to whoever uploaded it, carried by their form, so that no cookie and no sign-in is needed."""

import hashlib
import hmac

from app.settings import settings


def picture_key(public_id: str) -> str:
    return hmac.new(settings.secret_key.encode(), f"picture:{public_id}".encode(), hashlib.sha256).hexdigest()[:20]


def with_key(public_id: str) -> str:
    """As a form carries it: `k7m2qxab.3f9c…`."""
    return f"{public_id}.{picture_key(public_id)}"


def is_key(public_id: str, key: str) -> bool:
    return hmac.compare_digest(key.encode(), picture_key(public_id).encode())


def bare(reference: str) -> str:
    """The public id of what a form carries, with or without a key."""
    return reference.partition(".")[0]


def opened(reference: str) -> str:
    """The public id where its key is right, else ""."""
    public_id, _, key = reference.partition(".")
    return public_id if key and is_key(public_id, key) else ""
