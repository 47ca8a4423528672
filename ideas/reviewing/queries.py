"""The desk's board of ideas, and what waits for an answer."""

from dataclasses import dataclass
from typing import Any

from app.accounts.viewer import Viewer
from app.brands.desk import MAY, Desk
from app.foundation.database import row, rows, value
from app.foundation.refusals import NotFound
from app.foundation.text import search_terms
from ideas.judging.queries import Judged, judged
from ideas.reviewing.rules import WAITING, alike
from ideas.rules import ADOPTED, LISTED

BOARD = 50
GROUPS: dict[str, tuple[str, ...]] = {
    "waiting": WAITING, "in_review": ("in_review",), "adopted": ADOPTED, "declined": ("declined",), "all": (*LISTED, "declined"),
}  # fmt: skip
ORDERS = {
    "votes": "i.vote_count desc, i.id desc",
    "newest": "i.published_at desc, i.id desc",
    "mean": "r.mean desc nulls last, i.vote_count desc, i.id desc",
    "spread": "r.spread desc nulls last, i.vote_count desc, i.id desc",
}  # fmt: skip
JUDGED = f"({judged('j.challenge in (select id from challenge where brand = {})')}) r"

_FROM = "idea i left join challenge c on c.id = i.challenge left join verdict v on v.idea = i.id"
# What is this brand's to answer or was answered by it: its challenges' ideas, and those adopted from the open floor.
_MINE = f"""from (select id from idea where challenge in (select id from challenge where brand = {{}})
    union select idea from verdict where brand = {{}}) mine join {_FROM} on i.id = mine.id"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the board's address asks for."""

    group: str = "waiting"
    order: str = "votes"
    challenge: str = ""
    q: str = ""
    least: int = 0


async def board(desk: Desk, asked: Asked, page: int = 1, size: int = BOARD) -> list[dict[str, Any]]:
    """One row more than a page shows tells whether there is another."""
    found = await rows(
        f"""select i.id, i.public_id, i.title, i.summary, i.cover, i.state, i.vote_count, i.published_at, i.author, i.lang,
          c.title as challenge_title, c.public_id as challenge_id, v.outcome, v.reason_code, v.sentence,
          r.mean, r.spread, r.jurors, r.totals
        {_MINE} left join {JUDGED} on r.idea = i.id
        where i.visibility = 'visible' and i.state = any({{}}) and ({{}} = '' or c.public_id = {{}})
          and i.vote_count >= {{}} and ({{}} = '' or strpos(lower(i.title || ' ' || i.summary), lower({{}})) > 0)
        order by {ORDERS[asked.order]} limit {{}} offset {{}}""",
        desk.brand, desk.brand, desk.brand, list(GROUPS[asked.group]), asked.challenge, asked.challenge, asked.least,
        asked.q, asked.q, size + 1, (page - 1) * size,
    )  # fmt: skip
    return [one | {"judged": Judged(one["mean"], one["spread"], one["jurors"], one["totals"]) if one["jurors"] else None}
            for one in found]  # fmt: skip


def twins(ideas: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Among these ideas: for one whose title is much like another's, that other."""
    by_id = {one["id"]: one for one in ideas}
    terms = {one["id"]: frozenset(term for term in search_terms(one["title"]) if len(term) > 1) for one in ideas}
    return {one: by_id[other] for one, other in alike(terms).items()}


async def counts(desk: Desk, challenge: str = "") -> dict[str, int]:
    """How many ideas each of the board's filters holds."""
    found = await rows(
        f"""select i.state, count(*) as n {_MINE} where i.visibility = 'visible' and ({{}} = '' or c.public_id = {{}})
        group by i.state""",
        desk.brand, desk.brand, challenge, challenge,
    )  # fmt: skip
    by_state = {one["state"]: one["n"] for one in found}
    return {group: sum(by_state.get(state, 0) for state in states) for group, states in GROUPS.items()}


async def waiting(desk: Desk) -> int:
    """Ideas of ended challenges without an answer."""
    return await value(
        f"select count(*) {_MINE} where i.visibility = 'visible' and i.state = any({{}}) and c.deadline <= app_now()",
        desk.brand, desk.brand, list(WAITING),
    )  # fmt: skip


async def idea_on_desk(desk: Desk, public_id: str) -> dict[str, Any]:
    """An idea that this brand answers, answered, or may adopt from the open floor."""
    found = await row(
        f"""select i.*, c.brand as owner, c.title as challenge_title, c.public_id as challenge_id,
          c.deadline as challenge_deadline, v.brand as decided_brand, v.outcome, v.reason_code,
          v.sentence, v.created_at as decided_at
        from {_FROM}
        where i.public_id = {{}} and i.visibility = 'visible' and i.state = any({{}})
          and (c.brand = {{}} or v.brand = {{}} or (c.id is null and i.state = any({{}})))""",
        public_id, [*LISTED, "declined"], desk.brand, desk.brand, list(WAITING),
    )  # fmt: skip
    if found is None:
        raise NotFound
    return dict(found)


async def brands_that_may_adopt(viewer: Viewer) -> list[dict[str, Any]]:
    """Brands for which the viewer may adopt ideas of the open floor."""
    if not viewer.is_signed_in:
        return []
    roles = [role for role, deeds in MAY.items() if "edit" in deeds]
    return await rows(
        """select b.id, b.public_id, b.name from brand b join brand_member t on t.brand = b.id
        where t.member = {} and t.role = any({}) order by b.id limit 10""",
        viewer.id, roles,
    )  # fmt: skip


async def adopted_by(brand: int, limit: int = 6) -> list[dict[str, Any]]:
    """Ideas that became, or are to become, this brand's things."""
    return await rows(
        """select i.id, i.public_id, i.title, i.cover, i.state, i.vote_count, i.counts, i.author, i.lang from verdict v
        join idea i on i.id = v.idea
        where v.brand = {} and v.outcome = 'won' and i.visibility = 'visible' and i.state = any({})
        order by v.id desc limit {}""",
        brand, list(ADOPTED), limit,
    )  # fmt: skip


async def team_of(brand: int) -> list[int]:
    """Those of the team who may answer ideas."""
    roles = [role for role, deeds in MAY.items() if "edit" in deeds]
    return [
        one["member"] for one in await rows("select member from brand_member where brand = {} and role = any({})", brand, roles)
    ]
