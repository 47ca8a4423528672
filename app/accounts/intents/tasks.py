"""Forgetting intents: what nobody finished, and what was finished long ago."""

from app.foundation.database import execute
from app.foundation.sweeps import sweep


@sweep("accounts.forget_intents")
async def forget_intents() -> None:
    await execute(
        "delete from intent where expires_at < app_now() - interval '1 day' or ended_at < app_now() - interval '30 days'"
    )
