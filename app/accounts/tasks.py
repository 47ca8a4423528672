"""Forgetting what is over: sessions, codes, limits, invitations' addresses."""

from app.foundation.database import execute
from app.foundation.sweeps import sweep

OVER = (
    "delete from session where expires_at < app_now()",
    "delete from sign_in_code where expires_at < app_now() - interval '1 hour'",
    "delete from sign_in_link where expires_at < app_now() - interval '1 hour'",
    "delete from rate_limit where ends_at < app_now() - interval '1 hour'",
)


@sweep("accounts.forget_what_is_over")
async def forget_what_is_over() -> None:
    for statement in OVER:
        await execute(statement)
