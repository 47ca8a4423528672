"""What staff see of the inbox."""

from typing import Any

from app.foundation.database import rows, value


async def unhandled_events(limit: int = 100) -> list[dict[str, Any]]:
    """Those that failed at least once, oldest first."""
    return await rows("select * from webhook_event where handled_at is null and tries > 0 order by id limit {}", limit)


async def count_unhandled() -> int:
    return await value("select count(*) from webhook_event where handled_at is null")
