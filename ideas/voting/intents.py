"""A vote begun signed out: cast once its voter is known, by the rules that hold then."""

from typing import Any

from app.accounts.intents.kinds import Done, Intent, Kind
from app.accounts.viewer import ANONYMOUS, Viewer
from app.foundation.i18n import N_, translate
from app.papers.actions import declare_age
from ideas.queries import idea_by_public_id
from ideas.voting.actions import Pressed, press
from ideas.voting.queries import rules_for, votes_of

COUNTED = N_("投给《%(idea)s》了，现在 %(count)s 票。")
COUNTED_AND_LEFT = N_("投给《%(idea)s》了，现在 %(count)s 票。你在这个征集还剩 %(left)s 票。")
HIDDEN = N_("投给《%(idea)s》了，票数在投票结束后公布。")
HIDDEN_AND_LEFT = N_("投给《%(idea)s》了，票数在投票结束后公布。你在这个征集还剩 %(left)s 票。")
WAITS = N_("投给《%(idea)s》了，再投 %(short)s 票，你的票就都开始算。")


async def what(intent: Intent) -> str:
    idea = await idea_by_public_id(ANONYMOUS, intent.subject)
    told = await rules_for(ANONYMOUS, idea["challenge"])
    if told and told.rules.budget is not None:
        return translate(N_("投票给《%(idea)s》（这个征集每人 %(budget)s 票）"), idea=idea["title"], budget=told.rules.budget)
    return translate(N_("投票给《%(idea)s》"), idea=idea["title"])


def said(idea: str, now: Pressed) -> tuple[str, dict[str, Any]]:
    """What came of it, with no more figures than the challenge shows."""
    params: dict[str, Any] = {"idea": idea}
    if now.short:
        return WAITS, params | {"short": now.short}
    if now.left is not None:
        params["left"] = now.left
    if now.shown is None:
        return (HIDDEN if now.left is None else HIDDEN_AND_LEFT), params
    return (COUNTED if now.left is None else COUNTED_AND_LEFT), params | {"count": now.shown}


async def finish(viewer: Viewer, intent: Intent) -> Done:
    idea = await idea_by_public_id(viewer, intent.subject)
    url = f"/ideas/{idea['public_id']}"
    if idea["id"] in await votes_of(viewer, [idea["id"]]):
        return Done(url, N_("你已经投过《%(idea)s》了，一人一票。"), {"idea": idea["title"]})
    now = await press(viewer, intent.subject, intent.ref)
    await declare_age(viewer.id, "vote")
    return Done(url, *said(idea["title"], now))


INTENTS = {"vote": Kind(what, finish)}
