"""Sign-ins at a provider that were never finished are forgotten."""

from app.accounts.oidc.flow import forget_flows
from app.foundation.sweeps import sweep


@sweep("accounts.forget_oidc")
async def forget_oidc() -> None:
    await forget_flows()
