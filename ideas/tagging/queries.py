"""Which tags are offered while one proposes: those of like ideas, of the same challenge, and of what is proposed lately."""

from collections.abc import Iterable

from app.foundation.database import rows
from ideas.rules import LISTED
from ideas.tagging.rules import without_present

OFFERED = 8
_LISTED = ", ".join(repr(state) for state in LISTED)
# The newest of a list say what is used; walking all of 250,000 would say little more.
_USED = f"""select tag, count(*) as times, {{rank}} as rank from (
    select i.tags from idea i where i.visibility = 'visible' and i.state in ({_LISTED}) and {{where}}
    order by i.published_at desc limit {{most}}) i, unnest(i.tags) tag group by tag"""


async def suggested_tags(challenge: str, like: Iterable[int], present: Iterable[str]) -> list[str]:
    """`like`: ideas that resemble the sentence; `present`: tags chosen already."""
    near = _USED.format(rank=1, where="i.id = any({}::bigint[])", most=8)
    same = _USED.format(rank=2, where="i.challenge = (select id from challenge where public_id = {})", most=300)
    lately = _USED.format(rank=3, where="true", most=300)
    found = await rows(
        f"""select tag from ({near} union all {same} union all {lately}) t
        group by tag order by min(rank), sum(times) desc, tag limit 40""",
        list(like), challenge,
    )  # fmt: skip
    return without_present((one["tag"] for one in found), present)[:OFFERED]
