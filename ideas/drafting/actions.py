"""Keeping a draft while it is typed; what an older page still holds is laid aside, never over the newer text."""

from datetime import timedelta
from typing import Any

from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.foundation.database import execute, row
from app.foundation.ids import new_id
from app.foundation.refusals import NotFound
from ideas.drafting.queries import mark_now
from ideas.drafting.rules import Outdated, goes_on, is_outdated, mark_of_form, replaces_knowingly

MOST_ASIDE = 20  # of one idea; the oldest give way


async def check_newest(viewer: Viewer, idea: dict[str, Any], form: Any) -> None:
    """`idea`: its row, locked. Outdated where the form began with a wording that somebody has replaced since.

    A draft's wording that is replaced knowingly is laid aside; that of a public idea stands among its revisions.
    """
    stored, sent = await mark_now(idea), mark_of_form(form)
    if is_outdated(form.based_on, stored, sent):
        raise Outdated
    words = {"title": form.title, "summary": form.summary, "body": form.body}
    if idea["state"] == "draft" and replaces_knowingly(form.based_on, stored, sent) and not goes_on(idea, words):
        await lay_aside(viewer, idea, idea, stored)


async def lay_aside(viewer: Viewer, idea: dict[str, Any], words: dict[str, Any], form: str) -> None:
    """One version for each form: what is typed there later takes its place."""
    await limit("aside", str(viewer.id), most=1000, within=timedelta(hours=1))
    await execute(
        """insert into laid_aside (public_id, idea, member, form, title, summary, body) values ({}, {}, {}, {}, {}, {}, {})
        on conflict (idea, form) do update
          set title = excluded.title, summary = excluded.summary, body = excluded.body, created_at = app_now()""",
        new_id(), idea["id"], viewer.id, form, words["title"], words["summary"], words["body"],
    )  # fmt: skip
    await execute(
        """delete from laid_aside where idea = {} and id not in (
          select id from laid_aside where idea = {} order by created_at desc limit {})""",
        idea["id"], idea["id"], MOST_ASIDE,
    )  # fmt: skip


async def drop_aside(idea: int, public_id: str) -> bool:
    """Taken up, or not wanted any more."""
    if not public_id:
        return False
    return await row("delete from laid_aside where idea = {} and public_id = {} returning id", idea, public_id) is not None


async def throw_away(idea: dict[str, Any], public_id: str) -> None:
    if not await drop_aside(idea["id"], public_id):
        raise NotFound
