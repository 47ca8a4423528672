"""Votes where a challenge's rules ask more than one statement can say: who, for how long, how many, how many at least."""

from datetime import timedelta
from typing import Any

from app.accounts.viewer import Viewer
from app.brands.rules import SHOWN_NAME
from app.foundation.database import execute, row, rows, transaction
from app.foundation.lifecycle import WrongState
from app.foundation.refusals import NotFound, Refusal
from app.web.formats import day
from ideas.challenges.rules import TAKES_VOTES
from ideas.ranking import after_votes, after_withdrawal, recount
from ideas.rules import VOTABLE
from ideas.voting.locking import lock_ideas, lock_voter
from ideas.voting.queries import ballot_of, rules_now
from ideas.voting.rules import CLOSED, refusal, rules_refusal
from ideas.voting.settling import ideas_that_may_change, settle
from ideas.voting.statements import BEGUN, CAST_ANEW, IS_OVER, TAKE_BACK, is_own, too_many

_VOTABLE = ", ".join(repr(state) for state in VOTABLE)
_STANDING = f"""select i.id, i.state, i.challenge, {TAKES_VOTES} as is_open, {BEGUN} as begun, {IS_OVER} as is_over,
  {is_own("i.id", "i.author", "{}")} as is_own, {too_many("{}", "app_now()")} as too_many,
  i.visibility = 'visible' and i.state in ({_VOTABLE}) as was_votable,
  coalesce({SHOWN_NAME}, '') as brand, (select m.created_at from member m where m.id = {{}}) as joined_at
from idea i left join challenge c on c.id = i.challenge left join brand b on b.id = c.brand
where i.public_id = {{}} and i.visibility = 'visible' and i.state <> 'draft'"""

_GAINED = f"update idea i set {after_votes('1')} where i.id = {{}}"
_LOST = f"update idea i set {after_withdrawal('l.cast_at')} from (select {{}}::timestamptz as cast_at) l where i.id = {{}}"


async def cast_carefully(viewer: Viewer, idea_id: str, challenge: int, ref: str) -> dict[str, Any]:
    """The idea as it stands afterwards. A vote already in changes nothing and costs nothing."""
    async with transaction():
        await lock_voter(challenge, viewer.id)
        found = await _locked(viewer, idea_id, challenge)
        if not await _is_in(viewer, found["id"]):
            await _check(viewer, found, challenge)
            cast = await rows(
                f"""insert into vote as v (idea, member, ref) select i.id, {{}}, {{}} from idea i
                  left join challenge c on c.id = i.challenge where i.id = {{}} and {TAKES_VOTES}
                on conflict (idea, member) do update set {CAST_ANEW} where v.state = 'withdrawn' returning v.state""",
                viewer.id, ref, found["id"],
            )  # fmt: skip
            if not cast:  # the bell rang while it was looked at
                raise Refusal(CLOSED)
            is_counted = cast[0]["state"] == "counted"
            await _count_on(found["id"], challenge, viewer.id, _GAINED if is_counted else None)
        return await _after(found["id"])


async def _count_on(idea: int, challenge: int, member: int, step: str | None, *args: Any) -> None:
    """By one step, as the plain vote does; where other votes begin or cease to count with it, from the rows."""
    changed = await settle(challenge, [member])
    if changed or step is None:
        await recount(sorted({idea, *changed}))
    else:
        await execute(step, *args, idea)


async def withdraw_carefully(viewer: Viewer, idea_id: str, challenge: int) -> dict[str, Any]:
    async with transaction():
        await lock_voter(challenge, viewer.id)
        found = await _locked(viewer, idea_id, challenge)
        taken = await rows(
            f"""update vote v set {TAKE_BACK} from idea i left join challenge c on c.id = i.challenge
              join vote before on before.idea = i.id and before.member = {{}}
            where v.id = before.id and i.id = {{}} and v.state in ('counted', 'waiting', 'quarantined') and {TAKES_VOTES}
            returning before.state, coalesce(before.changed_at, before.created_at) as cast_at""",
            viewer.id, found["id"],
        )  # fmt: skip
        if taken:
            was_counted = taken[0]["state"] == "counted"
            await _count_on(found["id"], challenge, viewer.id, _LOST if was_counted else None, taken[0]["cast_at"])
        return await _after(found["id"])


async def _locked(viewer: Viewer, idea_id: str, challenge: int) -> dict[str, Any]:
    """The idea and all whose count this member's votes may change are ours; what is read now is what stands."""
    target = await row("select id from idea where public_id = {}", idea_id)
    if target is None:
        raise NotFound
    await lock_ideas([target["id"], *await ideas_that_may_change(challenge, [viewer.id])])
    found = await row(_STANDING, viewer.id, viewer.id, viewer.id, viewer.id, idea_id)
    no = refusal(
        found=found is not None, is_own=False, state=found["state"] if found else "", begun=bool(found and found["begun"]),
        is_open=bool(found and found["is_open"]), too_many=False, is_over=bool(found and found["is_over"]),
    )  # fmt: skip
    if no is not None:
        raise no
    assert found is not None
    if not found["was_votable"]:
        raise WrongState
    return found


async def _is_in(viewer: Viewer, idea: int) -> bool:
    return (
        await row("select 1 from vote where idea = {} and member = {} and state not in ('withdrawn', 'moved')", idea, viewer.id)
        is not None
    )


async def _check(viewer: Viewer, found: dict[str, Any], challenge: int) -> None:
    no = refusal(found=True, is_own=found["is_own"], state=found["state"], begun=True, is_open=True, too_many=found["too_many"])
    if no is None:
        rules = await rules_now(challenge)
        old_enough = found["joined_at"] + timedelta(days=rules.account_days)
        no = rules_refusal(rules, await ballot_of(viewer, challenge), brand=found["brand"], old_enough_at=day(old_enough))
    if no is not None:
        raise no


async def _after(idea: int) -> dict[str, Any]:
    found = await row("select id, author, challenge, counts, vote_count as votes from idea where id = {}", idea)
    assert found is not None
    return found
