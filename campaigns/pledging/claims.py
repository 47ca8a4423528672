"""Claims for places, written together: many that come at once share a commit, each still decided by the database alone."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from asyncpg import PostgresError

from app.foundation.database import execute, rows, transaction
from app.foundation.gathering import Gathering
from app.foundation.ids import new_id
from campaigns.pledging.methods import AFTER_DEADLINE, Method
from campaigns.pledging.rules import HOLD, PLACE_HELD

# So many pledges of one backer, and so many refused tries, in such a time.
TRIES, WITHIN = 40, timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one backer's form asks of one tier; `at_least` and `seen` bound the sum, in minor units."""

    backer: int
    campaign: int
    tier: str
    quantity: int
    method: Method
    form_key: str
    ref: str
    at_least: int
    seen: int | None


async def _write(claims: list[Claim]) -> list[dict[str, Any] | PostgresError | None]:
    """A pledge, or None where there is nothing to be had; a fault in one claim is no other's fault."""
    try:
        return list(await _together(claims))
    except PostgresError as error:
        if len(claims) == 1:
            return [error]
        return [(await _write([claim]))[0] for claim in claims]


async def _together(claims: list[Claim]) -> list[dict[str, Any] | None]:
    """Backers first, then tiers, each in one order everywhere: so two batches never wait for each other in a ring."""
    ordered = sorted(range(len(claims)), key=lambda n: (claims[n].campaign, claims[n].tier))
    async with transaction():
        await execute(
            "select pg_advisory_xact_lock(hashtextextended('backer', who)) from unnest({}::bigint[]) as who",
            sorted({claim.backer for claim in claims}),
        )
        made = await rows(
            _START_EACH, *_columns([claims[n] for n in ordered]), HOLD, AFTER_DEADLINE, list(PLACE_HELD), TRIES, WITHIN
        )
    by_place = {pledge.pop("place"): pledge for pledge in made}
    found = {n: by_place.get(place) for place, n in enumerate(ordered, start=1)}
    return [found[n] for n in range(len(claims))]


# start_pledge() stands in a migration; it runs once for each claim, in this order.
_START_EACH = """select a.place, made.* from unnest({}::bigint[], {}::text[], {}::bigint[], {}::int[], {}::text[], {}::text[],
      {}::text[], {}::text[], {}::text[], {}::text[], {}::interval[], {}::bigint[], {}::bigint[]) with ordinality
    as a (campaign, tier, who, how_many, method, plan, form_key, ref, public_id, currencies, refund_term, at_least, seen, place),
    lateral start_pledge(a.campaign, a.tier, a.who, a.how_many, a.method, a.plan, a.form_key, a.ref, a.public_id, {},
      string_to_array(a.currencies, ','), a.refund_term, {}, a.at_least, a.seen, {}, {}::int, {}) as made"""


def _columns(claims: list[Claim]) -> list[list[Any]]:
    each = [
        (
            claim.campaign, claim.tier, claim.backer, claim.quantity, claim.method.code, claim.method.charge_plan, claim.form_key,
            claim.ref, new_id(), ",".join(sorted(claim.method.currencies)), claim.method.refund_term, claim.at_least, claim.seen,
        )
        for claim in claims
    ]  # fmt: skip
    return [list(column) for column in zip(*each, strict=True)]


take_place = Gathering(_write)
