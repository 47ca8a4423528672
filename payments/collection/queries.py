"""What others ask about a charge."""

from app.foundation.database import value


async def waits_for_payment(pledge_public_id: str) -> bool:
    """Whether its backer still has to pay, after a charge was refused."""
    return await value("select exists (select from pledge where public_id = {} and state = 'failing')", pledge_public_id)
