"""Casting a vote and taking it back; both may be repeated and then change nothing."""

import re
from dataclasses import dataclass
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import row, rows, transaction, value
from app.foundation.gathering import Gathering
from app.foundation.ids import ALPHABET
from app.foundation.lifecycle import WrongState
from app.foundation.planned import planned_rows
from app.foundation.refusals import NotFound
from ideas.ranking import recount
from ideas.voting.careful import cast_carefully, withdraw_carefully
from ideas.voting.locking import lock_challenges, lock_ideas
from ideas.voting.queries import rules_for
from ideas.voting.rules import refusal, votes_shown
from ideas.voting.settling import ideas_that_may_change, settle
from ideas.voting.statements import CAST, IS_OVER, TAKE_BACK, WITHDRAW

# Others share the statement: what could make it fail must not come in.
_ADDRESS = re.compile(f"[{ALPHABET}]{{6,12}}")

Asked = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Pressed:
    """What one press of the seal came to: the count (hidden or not), and what the challenge's rules leave its member."""

    votes: int
    shown: int | None
    counts: str = "shown"
    left: int | None = None
    short: int = 0


async def _write(asked: list[Asked]) -> list[dict[str, Any]]:
    public_ids, members, refs = zip(*asked, strict=True)
    return await planned_rows(CAST, list(public_ids), list(members), list(refs))


_cast = Gathering(_write)


async def press(viewer: Viewer, idea_id: str, ref: str = "") -> Pressed:
    if not _ADDRESS.fullmatch(idea_id):
        raise NotFound
    found = await _checked(await _cast((idea_id, viewer.id, ref)))
    if found["has_rules"]:
        after = await cast_carefully(viewer, idea_id, found["challenge"], ref)
        return await _pressed_by_rules(viewer, after, voted=True)
    return as_pressed(found, voted=True)


async def lift(viewer: Viewer, idea_id: str) -> Pressed:
    if not _ADDRESS.fullmatch(idea_id):
        raise NotFound
    found = await _checked(await row(WITHDRAW, idea_id, viewer.id))
    if found["has_rules"]:
        after = await withdraw_carefully(viewer, idea_id, found["challenge"])
        return await _pressed_by_rules(viewer, after, voted=False)
    return as_pressed(found, voted=False)


async def cast_vote(viewer: Viewer, idea_id: str, ref: str = "") -> int:
    """The idea's new count, hidden or not: for callers that show it to nobody."""
    return (await press(viewer, idea_id, ref)).votes


async def withdraw_vote(viewer: Viewer, idea_id: str) -> int:
    return (await lift(viewer, idea_id)).votes


def as_pressed(found: dict[str, Any], *, voted: bool, left: int | None = None, short: int = 0) -> Pressed:
    shown = votes_shown(found | {"vote_count": found["votes"]}, voted)
    return Pressed(int(found["votes"]), shown, found["counts"], left, short)


async def _pressed_by_rules(viewer: Viewer, found: dict[str, Any], *, voted: bool) -> Pressed:
    told = await rules_for(viewer, found["challenge"])
    return as_pressed(found, voted=voted, left=told.left if told else None, short=told.short if told else 0)


async def _checked(found: dict[str, Any] | None) -> dict[str, Any]:
    if found is None:
        raise NotFound
    no = refusal(
        found=found["id"] is not None, is_own=found["is_own"], state=found["state"], begun=found["begun"],
        is_open=found["is_open"], too_many=found["too_many"],
        is_over=not found["begun"] or found["is_open"] or await _is_over(found["challenge"]),
    )  # fmt: skip
    if no is not None:
        raise no
    if not found["was_votable"] and not found["has_rules"]:  # decided or hidden in the very moment of voting
        raise WrongState
    return found


async def _is_over(challenge: int | None) -> bool:
    return bool(await value(f"select {IS_OVER} from challenge c where c.id = {{}}", challenge))


async def drop_vote(idea: int, member: int) -> bool:
    """Of somebody whose own the idea has become. False where no vote of theirs was in."""
    async with transaction():
        challenge = (await row("select challenge from idea where id = {}", idea) or {}).get("challenge")
        await lock_challenges([challenge])
        others = await ideas_that_may_change(challenge, [member]) if challenge else []
        await lock_ideas([idea, *others])
        gone = await rows(
            f"""update vote v set {TAKE_BACK} where v.idea = {{}} and v.member = {{}}
            and v.state in ('counted', 'waiting', 'quarantined') returning v.id""",
            idea, member,
        )  # fmt: skip
        changed = await settle(challenge, [member]) if challenge else []
        await recount(sorted({idea, *changed}))
    return bool(gone)
