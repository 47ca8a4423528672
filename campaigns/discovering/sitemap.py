"""What search engines shall know of: everything public that stands for itself, in parts that stay below 5,000 addresses.

Public ids are drawn at random, so equal stretches of their alphabet hold equally many: a part is such a stretch, found by an
index. The number of parts is a power of two, so that a part's address means the same when there are more of them.
"""

from datetime import datetime
from typing import Any

from app.foundation.database import rows, value
from app.foundation.ids import ALPHABET
from app.site.profile import site
from campaigns.discovering.categories import CATEGORIES
from campaigns.discovering.rules import brand_mark
from ideas.rules import LISTED

ASIDE = 3_000  # on average: what is drawn at random then stays far below the limit
MOST = 5_000
MOST_PARTS = 16_384
_SIGNS = 4
_STRETCH = len(ALPHABET) ** _SIGNS
_LISTED = ", ".join(repr(state) for state in LISTED)

# Alias t; on the site of one brand only what is its own ({} is its mark, or none).
THINGS: dict[str, tuple[str, str]] = {
    "campaigns": (
        """(select l.public_id, l.changed_at as at, m.marks from campaign_listing l
          join campaign_terms m on m.campaign = l.campaign)""",
        "/campaigns/",
    ),
    "brands": ("(select public_id, changed_at as at, marks from named_thing where kind = 'brand')", "/brands/"),
    "challenges": ("(select public_id, changed_at as at, marks from named_thing where kind = 'challenge')", "/challenges/"),
    "ideas": (
        f"""(select i.public_id, coalesce((select max(r.created_at) from idea_revision r where r.idea = i.id and not r.held),
          i.published_at) as at, {{marks}} as marks from idea i where i.visibility = 'visible' and i.state in ({_LISTED}))""",
        "/ideas/",
    ),
}
PAGES = ("/", "/campaigns", "/ideas", "/challenges", "/ideas/tags", "/papers")


def parts_for(count: int) -> int:
    parts = 1
    while count > parts * ASIDE and parts < MOST_PARTS:
        parts *= 2
    return parts


def edge(part: int, parts: int) -> str:
    """Where a part begins: the first signs of a public id. The first begins before all."""
    place, signs = part * _STRETCH // parts, ""
    if not 0 < part < parts:
        return ""
    for _ in range(_SIGNS):
        place, at = divmod(place, len(ALPHABET))
        signs = ALPHABET[at] + signs
    return signs


async def parts_of(kind: str) -> int:
    table, mark = _table(kind)
    return parts_for(await value(f"select count(*) from {table} t where t.marks @> {{}}::text[]", mark))


def _table(kind: str) -> tuple[str, list[str]]:
    only = site().single_brand
    table = THINGS[kind][0].replace("{marks}", "array[]::text[]")
    return table, [brand_mark(only)] if only and kind != "ideas" else []


async def addresses(kind: str, part: int, parts: int) -> list[tuple[str, datetime]]:
    """Of a part, each with the day of its last change."""
    table, mark = _table(kind)
    until = edge(part + 1, parts)
    found: list[dict[str, Any]] = await rows(
        f"""select t.public_id, t.at from {table} t where t.marks @> {{}}::text[] and t.public_id >= {{}}
          and ({{}} = '' or t.public_id < {{}}) order by t.public_id limit {MOST}""",
        mark, edge(part, parts), until, until,
    )  # fmt: skip
    return [(THINGS[kind][1] + one["public_id"], one["at"]) for one in found]


def pages() -> list[str]:
    return [*PAGES, *(f"/campaigns/in/{key}" for key in CATEGORIES)]
