"""Which tags there are and how many ideas have each: counted anew every few minutes, since nobody needs it to the minute."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta

from app.foundation.database import execute, rows, transaction, value
from app.foundation.text import fold
from ideas.rules import LISTED

MOST_TAGS = 2_000
EVERY = timedelta(minutes=10)
_LISTED = ", ".join(repr(state) for state in LISTED)


@dataclass(frozen=True, slots=True)
class TagUse:
    name: str
    ideas: int


async def tags_in_use(limit: int = 12, like: str = "") -> list[TagUse]:
    """The most used first; `like`: what they begin with."""
    found = await rows(
        """select name, ideas from tag_use where folded <> '' and ({} = '' or starts_with(folded, {}))
        order by ideas desc, folded limit {}""",
        fold(like), fold(like), limit,
    )  # fmt: skip
    return [TagUse(**one) for one in found]


async def count_tags() -> None:
    """Of two spellings that fold to one the more frequent gives the name."""
    found = await rows(
        f"""select tag, count(*) as ideas from idea i, unnest(i.tags) tag
        where i.visibility = 'visible' and i.state in ({_LISTED}) and cardinality(i.tags) > 0 group by tag"""
    )
    spelled: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in found:
        spelled[fold(one["tag"])][one["tag"]] += one["ideas"]
    used = sorted(((folded, names.most_common(1)[0][0], names.total()) for folded, names in spelled.items()), key=lambda u: -u[2])
    async with transaction():
        await execute("delete from tag_use")
        folded, names, counts = zip(("", "", 0), *used[:MOST_TAGS], strict=True)
        await execute(
            """insert into tag_use (folded, name, ideas, counted_at)
            select *, app_now() from unnest({}::text[], {}::text[], {}::int[])""",
            list(folded), list(names), list(counts),
        )  # fmt: skip


async def is_counted() -> bool:
    """Whether that was done lately."""
    return bool(await value("select 1 from tag_use where folded = '' and counted_at > app_now() - {}::interval", EVERY))
