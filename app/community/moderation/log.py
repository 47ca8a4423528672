"""The log: one row for every act, written in the act's own transaction."""

import json
from typing import Any

from app.community.moderation.things import Thing
from app.foundation.database import execute


async def note(
    act: str,
    thing: Thing | None = None,
    *,
    actor: int | None = None,
    case: int | None = None,
    why: str = "",
    source: str = "person",
    **more: Any,
) -> None:
    """`more` holds counts, ids and words of ours; never anybody's particulars."""
    await execute(
        """insert into moderation_log (at, actor, act, kind, thing, public_id, case_id, why, source, more)
        values (app_now(), {}, {}, {}, {}, {}, {}, {}, {}, {}::jsonb)""",
        actor, act, thing.kind if thing else "", thing.id if thing else None, thing.public_id if thing else "", case, why,
        source, json.dumps(more, ensure_ascii=False),
    )  # fmt: skip
