"""What a page sends while somebody types, and what it is told: kept, kept as a version of its own, or not any more."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.foundation import clock
from app.foundation.database import row, transaction
from app.foundation.refusals import NotFound
from ideas.actions import draft_being_typed, edit_idea
from ideas.contributing.queries import may_edit
from ideas.drafting.actions import lay_aside
from ideas.drafting.queries import mark_now
from ideas.drafting.rules import Outdated, goes_on
from ideas.forms import DraftForm


@dataclass(frozen=True, slots=True)
class Kept:
    """`mark` of what is stored now; `aside`: why this page's words were laid aside, "" where they are the draft's."""

    public_id: str
    mark: str
    at: datetime
    aside: str = ""


async def keep_new(viewer: Viewer, form: DraftForm, ref: str = "") -> Kept:
    """The first time a draft is begun; later ones, should the page not have heard of it, find it again."""
    await limit("typing", str(viewer.id), most=2000, within=timedelta(hours=1))
    idea = await draft_being_typed(viewer, form, ref)
    is_as_sent = all(idea[name] == getattr(form, name) for name in ("title", "summary", "body"))
    return await keep_typed(viewer, idea, msgspec.structs.replace(form, based_on="") if is_as_sent else form)


async def keep_typed(viewer: Viewer, idea: dict[str, Any], form: DraftForm) -> Kept:
    """Only a draft is written to: what is public is changed by a button."""
    await limit("typing", str(viewer.id), most=2000, within=timedelta(hours=1))
    async with transaction():
        now = await row("select * from idea where id = {} for update", idea["id"])
        if now is None or not await may_edit(viewer, now):
            raise NotFound
        aside = "" if now["state"] == "draft" else "published"
        if not aside:
            try:
                await edit_idea(viewer, now, form)
            except Outdated:
                aside = "outdated"
        words = {"title": form.title, "summary": form.summary, "body": form.body}
        if aside and goes_on(words, now):
            aside = ""  # all of it is there already, a moment behind
        elif aside:
            await lay_aside(viewer, now, words, form.once or "unmarked")
        now = await row("select * from idea where id = {}", idea["id"]) or now
        return Kept(now["public_id"], await mark_now(now), await clock.now(), aside)
