"""A shortlist by rule: seen before it is drawn up, then taken into review in one step."""

from typing import Any

from app.accounts.viewer import Viewer
from app.brands.desk import Desk
from app.foundation.database import rows, transaction
from app.foundation.i18n import N_
from app.foundation.lifecycle import move_all
from app.foundation.refusals import Refusal
from ideas.judging.queries import Judged, judged
from ideas.reviewing.rules import MOST_LISTED, check_rule
from ideas.tables import Idea

# Those that share the last place all come along: nothing else would be fair.
_TAKES = {
    "top": "place <= {}",
    "votes": "vote_count >= {}",
    "score": "mean >= {}",
}


async def preview(desk: Desk, challenge: int, rule: str, number: float) -> list[dict[str, Any]]:
    """What the rule would take of the ideas that nobody has looked at yet, by votes."""
    check_rule(rule, number)
    found = await rows(
        f"""select * from (
          select i.id, i.public_id, i.title, i.summary, i.cover, i.lang, i.vote_count, i.author, i.state,
            r.mean, r.spread, r.jurors, r.totals, rank() over (order by i.vote_count desc) as place
          from idea i join challenge c on c.id = i.challenge and c.brand = {{}}
          left join ({judged("j.challenge = {}")}) r on r.idea = i.id
          where i.challenge = {{}} and i.visibility = 'visible' and i.state in ('published', 'in_review')) all_ideas
        where state = 'published' and {_TAKES[rule]} order by vote_count desc, id limit {{}}""",
        desk.brand, challenge, challenge, number, MOST_LISTED,
    )  # fmt: skip
    return [one | {"judged": Judged(one["mean"], one["spread"], one["jurors"], one["totals"]) if one["jurors"] else None}
            for one in found]  # fmt: skip


async def shortlist(desk: Desk, viewer: Viewer, public_ids: list[str]) -> int:
    """Just those that were seen and ticked; what was answered or withdrawn meanwhile is left. How many were taken."""
    if not public_ids:
        raise Refusal(N_("还没有勾选创意。"))
    async with transaction():
        found = await rows(
            """select i.id from idea i join challenge c on c.id = i.challenge
            where c.brand = {} and i.public_id = any({}) and i.visibility = 'visible'""",
            desk.brand, public_ids[:MOST_LISTED],
        )  # fmt: skip
        taken = await move_all(Idea, [one["id"] for one in found], "in_review", actor=viewer.id)
        if not taken:
            raise Refusal(N_("这些创意刚刚都有了变动，请刷新再看。"))
        return len(taken)
