"""Claims for places, written together: many that come at once share a commit, each still decided by the database alone."""

import json
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from asyncpg import PostgresError

from app.foundation.database import engine, transaction
from app.foundation.gathering import Gathering
from app.foundation.ids import new_id
from app.foundation.planned import planned_rows
from campaigns.pledging.methods import AFTER_DEADLINE, Method
from campaigns.pledging.quoting import Quote
from campaigns.pledging.rules import HOLD, PLACE_HELD

# So many pledges of one backer, and so many refused tries, in such a time.
TRIES, WITHIN = 40, timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one backer's form asks for, priced. `opened`: they hold the link of a secret tier."""

    backer: int
    quote: Quote
    method: Method
    charge_plan: str
    form_key: str
    ref: str
    opened: bool = False

    def asked(self) -> dict[str, Any]:
        """As start_pledge() reads it."""
        quote, term = self.quote, self.method.refund_term
        return {
            "campaign": quote.terms.campaign, "terms": quote.terms.version, "tier": quote.base.id,
            "quantity": quote.order.quantity, "who": self.backer, "method": self.method.code, "plan": self.charge_plan,
            "form_key": self.form_key, "ref": self.ref, "public_id": new_id(), "country": quote.order.country,
            "opened": self.opened, "late": quote.terms.is_late, "currencies": sorted(self.method.currencies),
            "refund_term": term.total_seconds() if term is not None else None,
            "lines": [
                {"kind": line.kind, "label": line.label, "tier": line.tier, "unit": line.unit.amount, "quantity": line.quantity}
                for line in quote.lines
            ],
            "choices": [{"item": one.item, "variant": one.variant, "quantity": one.quantity} for one in quote.choices],
        }  # fmt: skip


async def _write(claims: list[Claim]) -> list[dict[str, Any] | PostgresError | None]:
    """A pledge, or None where there is nothing to be had; a fault in one claim is no other's fault."""
    try:
        return list(await _together(claims))
    except PostgresError as error:
        if len(claims) == 1:
            return [error]
        return [(await _write([claim]))[0] for claim in claims]


async def _together(claims: list[Claim]) -> list[dict[str, Any] | None]:
    """In one order everywhere, so two batches never wait for each other in a ring; one statement, one commit."""
    ordered = sorted(range(len(claims)), key=lambda n: (claims[n].quote.terms.campaign, claims[n].quote.base.id))
    asked = [json.dumps(claims[n].asked()) for n in ordered]
    async with transaction() if engine().current_transaction.get() is not None else nullcontext():
        made = await planned_rows(_START_ALL, asked, HOLD, AFTER_DEADLINE, list(PLACE_HELD), TRIES, WITHIN)
    answers: list[dict[str, Any] | None] = [None] * len(claims)
    for pledge in made:
        answers[ordered[pledge.pop("place") - 1]] = pledge
    return answers


# start_pledges() stands in a migration: it takes all locks in their order, then runs start_pledge() for each claim.
_START_ALL = "select s.place, (s.made).* from start_pledges({}::text[]::jsonb[], {}, {}, {}, {}::int, {}) as s"

take_place = Gathering(_write)
