"""For somebody who lost phone, passkeys and recovery codes: done by whoever holds the server and has made sure who is asking."""

from app.accounts.actions import member_with
from app.accounts.addresses import read_address
from app.accounts.factors.actions import forget_factors
from app.foundation.refusals import Refusal


async def reset_factors(typed: str) -> str:
    """A sentence for the operator."""
    address = read_address(typed)
    member = await member_with(address.kind, address.text)
    if member is None:
        raise Refusal(f"Nobody signs in with {address}.")
    await forget_factors(member)
    return f"{address} will be asked to set up a second factor; they have been told."
