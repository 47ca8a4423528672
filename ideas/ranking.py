"""How lists are ranked: published formulas, kept in columns so that each order is an index, changed by the vote's own statement.

rising  votes with forward decay: each weighs 2^(t / half-life), so that a day later it counts half as much beside new ones, and
        no stored rank ever has to fall. Cormode, Shkapenyuk, Srivastava, Xu: "Forward Decay: A Practical Time Decay Model for
        Streaming Systems", ICDE 2009. Kept as the base-2 logarithm of the sum; publishing counts as one vote of that moment.
best    log10 of the votes plus age, a tenfold of votes weighing as much as a month's head start. Reddit's published "hot"
        ranking with a month in place of its 45,000 seconds.

While a challenge hides its counts an idea ranks as if nobody had voted: an order must not tell what a page does not.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from math import log2, log10

from app.foundation.database import execute

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
HALF_LIFE = timedelta(days=1)
TENFOLD = timedelta(days=30)


def rising(published_at: datetime, votes: Iterable[datetime]) -> float:
    weights = [(moment - EPOCH) / HALF_LIFE for moment in (published_at, *votes)]
    newest = max(weights)
    return newest + log2(sum(2.0 ** max(weight - newest, -1000) for weight in weights))


def best(votes: int, published_at: datetime) -> float:
    return log10(max(votes, 1)) + (published_at - EPOCH) / TENFOLD


def _since_epoch(moment: str, unit: timedelta) -> str:
    return f"(extract(epoch from {moment} - timestamptz '{EPOCH.isoformat()}')::float8 / {unit.total_seconds():.0f})"


def _weight(moment: str) -> str:
    return _since_epoch(moment, HALF_LIFE)


def _log2(sql: str) -> str:
    return f"(ln({sql}) / ln(2::float8))"


def _ranks(votes: str, rising: str, published: str = "i.published_at") -> str:
    """Assignments for `update idea i`; the exponent's limits keep PostgreSQL from refusing what is too small to matter."""
    return (
        f"ranked_votes = case when i.counts = 'shown' then {votes} else 0 end,"
        f" rising = case when i.counts = 'shown' then {rising} else {_weight(published)} end,"
        f" best = case when i.counts = 'shown' then log(greatest({votes}, 1)::float8) else 0 end"
        f" + {_since_epoch(published, TENFOLD)}"
    )


def after_votes(count: str) -> str:
    """Assignments for `update idea i` that gains so many votes now."""
    gained = f"({_weight('app_now()')} + {_log2(f'({count})::float8')})"
    nearer = f"power(2::float8, -least(abs(i.rising - {gained}), 1000))"
    return f"vote_count = i.vote_count + {count}, " + _ranks(
        f"i.vote_count + {count}", f"greatest(i.rising, {gained}) + {_log2(f'1 + {nearer}')}"
    )


def after_withdrawal(cast_at: str) -> str:
    """Assignments for `update idea i` that loses one vote, cast at that moment.

    PostgreSQL holds constraints against the row as the statement first saw it, before it looks at what was committed while
    the statement waited: hence a least of none, which no count that equals its rows ever needs.
    """
    lost = f"power(2::float8, least(greatest({_weight(cast_at)} - i.rising, -1000), 0))"
    without = f"greatest(i.rising + {_log2(f'greatest(1 - {lost}, 1e-9)')}, {_weight('i.published_at')})"
    return "vote_count = greatest(i.vote_count - 1, 0), " + _ranks("i.vote_count - 1", without)


# What an idea begins with, nobody having voted yet.
FIRST_RANKS = f"ranked_votes = 0, rising = {_weight('app_now()')}, best = {_since_epoch('app_now()', TENFOLD)}"


def recounting(ideas: str, votes: str, before: str = "") -> str:
    """Count and ranks of these ideas from their counted votes (`idea`, `at`); `before`: further common table expressions."""
    return f"""
with {before}
moments as (
  select id, {_weight("coalesce(published_at, created_at)")} as weight, 0 as vote from idea where {ideas}
  union all select idea, {_weight("at")}, 1 from ({votes}) counted),
newest as (select id, max(weight) as weight from moments group by id),
summed as (
  select m.id, sum(m.vote)::int as votes,
    max(n.weight) + {_log2("sum(power(2::float8, greatest(m.weight - n.weight, -1000)))")} as rising
  from moments m join newest n on n.id = m.id group by m.id)
update idea i set vote_count = s.votes, {_ranks("s.votes", "s.rising", "coalesce(i.published_at, i.created_at)")}
from summed s where i.id = s.id
"""


# Arguments: the ideas, twice.
RECOUNT = recounting(
    "id = any({}::bigint[])",
    "select idea, coalesce(changed_at, created_at) as at from vote where idea = any({}::bigint[]) and state = 'counted'",
)


async def recount(ideas: list[int]) -> None:
    """Count and ranks exactly from the rows. For what moves votes in bulk, which holds the ideas' locks already."""
    await execute(RECOUNT, ideas, ideas)
