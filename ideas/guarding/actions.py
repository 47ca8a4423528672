"""Votes that look organised: put into quarantine by a sweep, released or kept out by staff; no row is ever deleted."""

import json
from collections.abc import Iterable
from typing import Any

from app.foundation.database import execute, insert, row, rows, transaction
from app.foundation.i18n import N_
from app.foundation.lifecycle import begin, move
from app.foundation.refusals import Refusal
from app.notifications.actions import notify
from ideas.guarding.queries import known_domains, usual_rate, votes_lately
from ideas.guarding.rules import Finding, findings
from ideas.guarding.tables import VoteCase
from ideas.ranking import recount
from ideas.voting.locking import lock_challenges, lock_ideas
from ideas.voting.settling import LEAST

WHY_NEEDED = N_("写一句理由，作者和以后的同事都看得到。")


async def look_at(idea: int) -> str | None:
    """The state of its case, where there is one now."""
    votes = await votes_lately(idea)
    if not votes:
        return None
    found = findings(votes, await usual_rate(idea), await known_domains(votes))
    return await note(idea, found) if found else None


async def note(idea: int, found: list[Finding]) -> str | None:
    """A case for what was found, or more in the one that is open; strong findings' votes are held."""
    strong = [one for one in found if one.is_strong]
    async with transaction():
        await _lock([idea])
        case = await row("select id, state, signs, votes from vote_case where idea = {} and state in ('watched', 'held')", idea)
        kept = strong or found
        if case is None:
            case = await _open(idea, kept, "held" if strong else "watched")
        elif case["state"] == "watched" and strong:
            await move(VoteCase, case["id"], "held", source="rule")
            await execute("update vote_case set signs = {}::jsonb where id = {}", _signs(kept), case["id"])
        elif case["state"] == "held" and not strong:
            return "held"
        await execute(
            "update vote_case set from_at = least(from_at, {}), to_at = greatest(to_at, {}) where id = {}",
            min(one.from_at for one in kept), max(one.to_at for one in kept), case["id"],
        )  # fmt: skip
        await _mark(case["id"], [vote for one in kept for vote in one.votes])
        if strong:
            await _hold(case["id"])
        await execute(
            "update vote_case set votes = (select count(*) from vote where suspect = {}) where id = {}", case["id"], case["id"]
        )
    return "held" if strong else "watched"


def _signs(found: list[Finding]) -> str:
    return json.dumps([[{"name": sign.name, **sign.figures} for sign in one.signs] for one in found], ensure_ascii=False)


async def _open(idea: int, found: list[Finding], state: str) -> dict[str, Any]:
    case = await insert(
        VoteCase, idea=idea, state=state, signs=_signs(found),
        from_at=min(one.from_at for one in found), to_at=max(one.to_at for one in found),
    )  # fmt: skip
    await begin(VoteCase, case["id"], state, source="rule")
    return case


async def _mark(case: int, votes: list[int]) -> None:
    """Which votes the case is about; what another case has decided stays with that one."""
    await execute(
        "update vote set suspect = {} where id = any({}::bigint[]) and suspect is null and state in ('counted', 'waiting')",
        case, votes,
    )  # fmt: skip


async def _lock(ideas: Iterable[int]) -> None:
    """The challenges of ideas, then the ideas, as voting locks."""
    wanted = list(ideas)
    found = await rows("select distinct challenge from idea where id = any({}::bigint[])", wanted)
    await lock_challenges(one["challenge"] for one in found)
    await lock_ideas(wanted)


async def _hold(case: int) -> None:
    """Its votes stop counting; for their voters, budgets and least numbers they stand as before."""
    held = await rows(
        """update vote set state = 'quarantined', reason = 'suspect' where suspect = {} and state in ('counted', 'waiting')
        returning idea""",
        case,
    )
    await recount(sorted({one["idea"] for one in held}))


async def _let_go(case: int) -> None:
    """Its votes count again, or wait where their voters haven't cast enough; one taken back meanwhile is free of the case."""
    freed = await rows(
        f"""update vote v set reason = '', state = case when {LEAST.format(challenge="i.challenge")} > (
            select count(*) from vote o join idea j on j.id = o.idea where o.member = v.member and j.challenge = i.challenge
              and o.state in ('counted', 'waiting', 'quarantined')) then 'waiting' else 'counted' end
        from idea i where i.id = v.idea and v.suspect = {{}} and v.state = 'quarantined' returning v.idea""",
        case,
    )
    await execute("update vote set suspect = null where suspect = {} and state in ('withdrawn', 'moved')", case)
    await recount(sorted({one["idea"] for one in freed}))


async def decide(actor: int, case: int, to: str, why: str = "") -> None:
    """held, released, upheld or dismissed; recorded with who, when and why. To keep votes out wants a reason."""
    if to in ("upheld", "held") and not why.strip():
        raise Refusal(WHY_NEEDED, field="why")
    async with transaction():
        await _lock(await _ideas_of(case))
        await move(VoteCase, case, to, actor=actor, why=why, also="decided_at = app_now()")
        await execute("update vote_case set decided_by = {}, why = {} where id = {}", actor, why, case)
        if to in ("held", "upheld"):
            await _hold(case)
        elif to == "released":
            await _let_go(case)
        await _tell(case, to, why)


async def decide_many(actor: int, cases: list[str], to: str, why: str = "") -> tuple[int, int]:
    """How many were decided, and how many not: those that somebody else has just decided otherwise."""
    found = await rows("select id from vote_case where public_id = any({}::text[]) order by id", cases)
    done = 0
    for one in found:
        try:
            await decide(actor, one["id"], to, why)
            done += 1
        except Refusal as refusal:
            if refusal.field:
                raise
    return done, len(found) - done


async def _ideas_of(case: int) -> list[int]:
    """Its idea, and those that its votes were carried over to."""
    found = await rows("select idea from vote_case where id = {} union select idea from vote where suspect = {}", case, case)
    return [one["idea"] for one in found]


async def _tell(case: int, to: str, why: str) -> None:
    """The idea's author, once it is decided: what was found, and that it can be looked at again."""
    if to not in ("released", "upheld"):
        return
    found = await row(
        """select i.author, i.public_id, i.title, k.votes from vote_case k join idea i on i.id = k.idea
        where k.id = {} and i.counts = 'shown'""",
        case,
    )
    if found is not None:
        told = {"idea": found["title"], "count": found["votes"]}
        if to == "upheld":
            await notify([found["author"]], "votes_kept_out", f"/ideas/{found['public_id']}", **told, why=why)
        else:
            await notify([found["author"]], "votes_released", f"/ideas/{found['public_id']}", **told)
