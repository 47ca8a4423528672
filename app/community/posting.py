"""What the region asks of whoever writes in public: a phone that is theirs."""

from app.foundation.database import row
from app.site.profile import region


async def needs_phone(member: int) -> bool:
    """Where the region says so and they have none yet."""
    if not region().phone_to_post:
        return False
    return await row("select 1 from identity where member = {} and kind = 'phone' and verified_at is not null", member) is None
