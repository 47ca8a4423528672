"""Challenges, ideas and votes for tests, made by the same verbs that pages call."""

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from app.accounts.viewer import Viewer
from app.brands.desk import Desk
from app.foundation import clock
from app.foundation.database import execute, row
from ideas.actions import publish_idea, save_draft
from ideas.challenges.actions import open_challenge
from ideas.challenges.composing import shaped
from ideas.forms import DraftForm, IdeaForm
from ideas.reviewing.actions import give_verdict
from ideas.reviewing.forms import VerdictForm
from ideas.reviewing.queries import idea_on_desk
from ideas.voting.actions import cast_vote
from tests.people import desk_of, make_brand, make_member

_numbers = itertools.count(1)


async def make_desk(name: str = "") -> tuple[Desk, Viewer]:
    """A new brand's desk and its owner."""
    owner = await make_member()
    return await desk_of(await make_brand(owner, name), owner), owner


async def make_challenge(
    desk: Desk | None = None,
    owner: Viewer | None = None,
    *,
    title: str = "",
    lasting: timedelta = timedelta(days=10),
    shape: str = "one",
    **typed: Any,
) -> dict[str, Any]:
    """Open now. Without a desk, a new brand's. `typed`: further fields of its form, such as p1_budget="3"."""
    if desk is None or owner is None:
        desk, owner = await make_desk()
    values = shaped(shape, title or f"通勤路上的小东西 {next(_numbers)}") | {"brief": "要能放进**上衣口袋**，成本不超过 60 元。"}
    named = {name.replace("_", "-", 1) if name[1:2].isdigit() else name: text for name, text in typed.items()}
    made = await open_challenge(desk, owner, values | named)
    return made if shape != "one" else await _ending(made, await clock.now() + lasting)


async def _ending(challenge: dict[str, Any], deadline: datetime) -> dict[str, Any]:
    """To the second, which no form says."""
    await execute("update challenge_phase set ends_at = {} where challenge = {}", deadline, challenge["id"])
    ended = await row(
        "update challenge set deadline = {}, answer_due_at = {} where id = {} returning *",
        deadline, deadline + timedelta(days=challenge["answer_days"]), challenge["id"],
    )  # fmt: skip
    assert ended is not None
    return ended


async def end_challenge(challenge: dict[str, Any]) -> None:
    """As if its deadline had just passed."""
    await execute(
        "update challenge set opens_at = app_now() - interval '9 days', deadline = app_now() - interval '1 second' where id = {}",
        challenge["id"],
    )
    await execute(
        """update challenge_phase p set starts_at = c.opens_at, ends_at = c.deadline from challenge c
        where c.id = p.challenge and c.id = {}""",
        challenge["id"],
    )


async def make_idea(
    author: Viewer | None = None,
    *,
    challenge: dict[str, Any] | None = None,
    title: str = "",
    summary: str = "一张名片大小，放进口袋就走。",
    body: str = "睡前看书不吵醒别人。",
    pictures: Sequence[str] = (),
) -> dict[str, Any]:
    """Published; its row as it stands."""
    form = IdeaForm(
        title=title or f"口袋台灯 {next(_numbers)}", summary=summary, body=body,
        challenge=challenge["public_id"] if challenge else "", pictures=list(pictures), do="publish",
    )  # fmt: skip
    made = await publish_idea(author or await make_member(), form)
    return await reread(made)


async def make_draft(author: Viewer, title: str = "半个想法") -> dict[str, Any]:
    return await save_draft(author, DraftForm(title=title, summary="", body="", challenge="", pictures=[], do="draft"))


async def reread(idea: dict[str, Any]) -> dict[str, Any]:
    found = await row("select * from idea where id = {}", idea["id"])
    assert found is not None
    return dict(found)


async def cast_votes(idea: dict[str, Any], count: int) -> list[Viewer]:
    """So many new members' votes."""
    voters = [await make_member() for _ in range(count)]
    for voter in voters:
        await cast_vote(voter, idea["public_id"])
    return voters


async def decide(
    desk: Desk,
    owner: Viewer,
    idea: dict[str, Any],
    outcome: str = "won",
    reason: str = "",
    sentence: str = "这就是我们想做的东西。",
) -> None:
    form = VerdictForm(outcome=outcome, reason_code=reason or ("loved" if outcome == "won" else "cost"), sentence=sentence)
    await give_verdict(desk, owner, await idea_on_desk(desk, idea["public_id"]), form)


async def make_won_idea(desk: Desk, owner: Viewer, *, author: Viewer | None = None, votes: int = 0) -> dict[str, Any]:
    """Published in a challenge of this brand, voted for and adopted."""
    challenge = await make_challenge(desk, owner)
    idea = await make_idea(author, challenge=challenge)
    await cast_votes(idea, votes)
    await decide(desk, owner, idea)
    return await reread(idea)
