"""Accounts held elsewhere: those that wait for a proof, and those that sign a member in."""

from typing import Any

from app.accounts.oidc.providers import label_of
from app.accounts.viewer import token_hash
from app.foundation.database import rows, value
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal


async def waiting_address(public_id: str, browser: str) -> str:
    """Only in the browser that brought it."""
    found = await value(
        "select address from oidc_waiting where public_id = {} and browser_hash = {} and expires_at > app_now()",
        public_id, token_hash(browser),
    )  # fmt: skip
    if not found:
        raise Refusal(N_("等得太久了，请在“登录与安全”里重新连一次。"))
    return found


async def accounts_of(member: int) -> list[dict[str, Any]]:
    """With the labels of those that hold them."""
    found = await rows("select id, address, created_at from identity where member = {} and kind = 'oidc' order by id", member)
    return [one | {"label": label_of(one["address"])} for one in found]
