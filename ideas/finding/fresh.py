"""Some places of a first page belong to new ideas that few have seen, drawn anew each time the page is rendered.

fresh_idea numbers new ideas as they are published. Numbers are drawn at random between the least and the greatest, all with
the same chance; a number whose idea may not be shown (or that belongs to none) is passed over, and the first few others get
the places. So of all ideas that may be shown each has the same chance, however their numbers lie: rejection sampling
(J. von Neumann, "Various Techniques Used in Connection with Random Digits", 1951). It costs some dozens of look-ups by
key, however many new ideas there are.
"""

from dataclasses import replace
from typing import Any

from app.foundation.database import rows
from ideas.challenges.rules import TAKES_VOTES
from ideas.finding.queries import COLUMNS, Found, Wanted, edge
from ideas.finding.rules import FRESH_ORDERS, FRESH_PLACES, LITTLE_SEEN, PAGE, YOUNG, interleaved
from ideas.rules import VOTABLE

DRAWS = 96
_VOTABLE = ", ".join(repr(state) for state in VOTABLE)
_MAY = f"""i.visibility = 'visible' and i.state in ({_VOTABLE}) and i.ranked_votes < {LITTLE_SEEN}
  and i.published_at > app_now() - interval '{YOUNG.days} days' and {TAKES_VOTES}"""

# Arguments: ideas that the page has anyway; the challenge, or null, twice; how many.
DRAW = f"""
with span as materialized (select min(id) as least, max(id) as most from fresh_idea),
tries as materialized (
  select least + floor(random() * (most - least + 1))::bigint as number, n from span, generate_series(1, {DRAWS}) n),
drawn as materialized (select number, min(n) as n from tries group by number)
select {COLUMNS}, true as is_fresh from drawn d join fresh_idea f on f.id = d.number join idea i on i.id = f.idea
  left join challenge c on c.id = i.challenge
where {_MAY} and i.id <> all({{}}::bigint[]) and ({{}}::bigint is null or i.challenge = {{}}::bigint)
order by d.n limit {{}}
"""


async def draw_fresh(besides: list[int], challenge: int | None = None, most: int = len(FRESH_PLACES)) -> list[dict[str, Any]]:
    return await rows(DRAW, besides, challenge, challenge, most)


async def with_fresh(wanted: Wanted, found: Found) -> Found:
    """The first page of an order that favours those already known; what it gives away begins the second page."""
    is_whole = wanted.is_plain and wanted.group in ("", "voting")
    if not (wanted.is_first and is_whole and wanted.order in FRESH_ORDERS and found.older and len(found.ideas) == PAGE):
        return found
    fresh = await draw_fresh([one["id"] for one in found.ideas], wanted.challenge)
    kept = found.ideas[: PAGE - len(fresh)]
    return replace(found, ideas=interleaved(kept, fresh), older=edge(wanted, kept, -1))
