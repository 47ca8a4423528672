"""Challenges that nobody answered in time are forgotten."""

from app.foundation.database import execute
from app.foundation.sweeps import sweep


@sweep("accounts.forget_challenges")
async def forget_challenges() -> None:
    await execute("delete from passkey_challenge where expires_at < app_now()")
