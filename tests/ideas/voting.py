"""Challenges whose voting phase has rules, for tests of votes."""

from datetime import timedelta
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import execute, rows, value
from tests.ideas.makers import make_challenge


async def make_strict_challenge(
    lasting: timedelta = timedelta(days=10), *, desk: Any = None, owner: Any = None, **rules: Any
) -> Any:
    """One phase that takes ideas and votes, with these rules (budget, least_votes, who, account_days, counts)."""
    challenge = await make_challenge(desk, owner, lasting=lasting)
    await set_rules(challenge, **rules)
    return challenge


async def set_rules(challenge: dict[str, Any], **rules: Any) -> None:
    for name, one in rules.items():
        await execute(f"update challenge_phase set {name} = {{}} where challenge = {{}}", one, challenge["id"])


async def states(member: Viewer, *ideas: dict[str, Any]) -> list[str]:
    """Of the member's votes, "" where there is none."""
    found = await rows("select idea, state from vote where member = {}", member.id)
    by_idea = {one["idea"]: one["state"] for one in found}
    return [by_idea.get(idea["id"], "") for idea in ideas]


async def counts(*ideas: dict[str, Any]) -> list[int]:
    """As the ideas say; and the rows agree."""
    shown = []
    for idea in ideas:
        kept = await value("select count(*) from vote where idea = {} and state = 'counted'", idea["id"])
        said = await value("select vote_count from idea where id = {}", idea["id"])
        assert said == kept
        shown.append(said)
    return shown
