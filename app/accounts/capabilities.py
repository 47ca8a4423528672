"""Capability links: an address that opens one thing to its holder; a GET by it never changes anything."""

import hashlib
import hmac
from datetime import timedelta

from app.accounts.tables import CapabilityLink
from app.foundation.database import execute, insert, row
from app.settings import settings


def _signature(link_id: str, scope: str, subject: str) -> str:
    text = f"capability:{link_id}:{scope}:{subject}".encode()
    return hmac.new(settings.secret_key.encode(), text, hashlib.sha256).hexdigest()[:40]


async def capability_key(scope: str, subject: str, *, member: int | None = None, lasting: timedelta = timedelta(days=400)) -> str:
    """The key for `?key=` of this subject's address; the same living link serves again."""
    link = await row(
        """select public_id from capability_link where scope = {} and subject = {} and revoked_at is null
        and expires_at > app_now() + interval '7 days' order by id desc limit 1""",
        scope, subject,
    )  # fmt: skip
    if link is None:
        expires = await row("select app_now() + {}::interval as at", lasting)
        assert expires is not None
        link = await insert(CapabilityLink, scope=scope, subject=subject, member=member, expires_at=expires["at"])
    return f"{link['public_id']}.{_signature(link['public_id'], scope, subject)}"


async def opens(key: str, scope: str, subject: str) -> bool:
    """Whether this key opens this subject now."""
    link_id, _, signature = key.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(link_id, scope, subject).encode()):
        return False
    return await row(
        """select 1 from capability_link where public_id = {} and scope = {} and subject = {}
        and revoked_at is null and expires_at > app_now()""",
        link_id, scope, subject,
    ) is not None  # fmt: skip


async def revoke(scope: str, subject: str) -> None:
    await execute(
        "update capability_link set revoked_at = app_now() where scope = {} and subject = {} and revoked_at is null",
        scope,
        subject,
    )
