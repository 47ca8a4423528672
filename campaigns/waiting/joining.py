"""Numbers on waitlists, given together: many who come at once share a commit, each still decided by the database alone."""

import json
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from typing import Any

from app.foundation.database import engine, transaction
from app.foundation.gathering import Gathering
from app.foundation.ids import new_id
from app.foundation.planned import planned_rows
from campaigns.pledging.rules import PLACE_HELD
from campaigns.waiting.rules import MOST_TIMES


@dataclass(frozen=True, slots=True)
class Wish:
    """Whoever wants to wait, for how many. `opened`: they hold the link of a secret tier."""

    campaign: int
    tier: int
    who: int
    quantity: int
    ref: str
    opened: bool = False


# join_waitlists() stands in a migration: it takes all locks in their order, then runs join_waitlist() for each.
_JOIN_ALL = "select s.nth, (s.entry).* from join_waitlists({}::text[]::jsonb[], {}, {}::int) as s"


async def _write(wishes: list[Wish]) -> list[dict[str, Any] | None]:
    asked = [json.dumps(asdict(wish) | {"public_id": new_id()}) for wish in wishes]
    async with transaction() if engine().current_transaction.get() is not None else nullcontext():
        made = await planned_rows(_JOIN_ALL, asked, list(PLACE_HELD), MOST_TIMES)
    entries: list[dict[str, Any] | None] = [None] * len(wishes)
    for entry in made:
        entries[entry.pop("nth") - 1] = entry
    return entries


take_number = Gathering(_write)
