"""The link beside a code: a long secret of its own, good once, in whatever browser its button is pressed."""

import secrets
from dataclasses import dataclass
from typing import Any

from app.accounts.addresses import Address
from app.accounts.rules import LINK_MINUTES
from app.accounts.viewer import token_hash
from app.foundation.database import execute, row, transaction
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal

OVER = N_("这个链接用过了，或者过了 30 分钟。请重新登录，再收一个。")


@dataclass(frozen=True, slots=True)
class Link:
    """Whom it signs in, and what is finished or seen then."""

    address: Address
    next_path: str
    intent: str


def _read(found: dict[str, Any]) -> Link:
    return Link(Address(found["kind"], found["address"]), found["next_path"], found["intent"])


async def make_link(browser_hash: bytes, address: Address, *, next_path: str, intent: str) -> str:
    """Its path."""
    secret = secrets.token_urlsafe(32)
    await execute(
        """insert into sign_in_link (secret_hash, browser_hash, kind, address, intent, next_path, expires_at)
        values ({}, {}, {}, {}, {}, {}, app_now() + make_interval(mins => {}))""",
        token_hash(secret), browser_hash, address.kind, address.text, intent[:60], next_path[:600], LINK_MINUTES,
    )  # fmt: skip
    return f"/sign-in/links/{secret}"


async def link_by(secret: str) -> Link | None:
    """None where it is over, or never was."""
    found = await row(
        """select kind, address, next_path, intent from sign_in_link
        where secret_hash = {} and used_at is null and expires_at > app_now()""",
        token_hash(secret),
    )
    return _read(found) if found else None


async def use_link(secret: str) -> Link:
    """Once; its code is then over too."""
    async with transaction():
        used = await row(
            """update sign_in_link set used_at = app_now() where secret_hash = {} and used_at is null and expires_at > app_now()
            returning browser_hash, kind, address, next_path, intent""",
            token_hash(secret),
        )
        if used is None:
            raise Refusal(OVER)
        await execute("delete from sign_in_code where browser_hash = {}", used["browser_hash"])
    return _read(used)
