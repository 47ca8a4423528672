"""Offering an improvement, answering it, taking it back."""

from datetime import timedelta
from typing import Any

from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.community.moderation.checking import check_text, refuse_words
from app.foundation.database import execute, insert, row, transaction
from app.foundation.i18n import language
from app.foundation.lifecycle import begin, move
from app.foundation.refusals import NotFound
from app.notifications.actions import notify
from ideas.contributing.crediting import credit
from ideas.contributing.queries import waiting_of
from ideas.contributing.rules import check_offer
from ideas.contributing.tables import Improvement


async def offer_improvement(viewer: Viewer, idea: dict[str, Any], text: str, ref: str = "") -> dict[str, Any]:
    """The same words offered twice are one improvement."""
    async with transaction():
        await row("select id from idea where id = {} for share", idea["id"])
        same = await row(
            "select * from improvement where idea = {} and author = {} and text = {} and state = 'offered'",
            idea["id"], viewer.id, text,
        )  # fmt: skip
        if same:
            return same
        waiting = await waiting_of(viewer, idea["id"])
        check_offer(is_own=idea["author"] == viewer.id, state=idea["state"], waiting=waiting)
        await limit("improvement", str(viewer.id), most=30, within=timedelta(hours=1))
        made = await insert(Improvement, idea=idea["id"], author=viewer.id, text=text, lang=language.get(), ref=ref)
        await begin(Improvement, made["id"], "offered", actor=viewer.id)
        if await check_text("improvement", made["id"], text=text, is_new=True, author=viewer.id) == "visible":
            await notify([idea["author"]], "improvement_offered", f"/ideas/{idea['public_id']}#improvements", idea=idea["title"])
    return made


async def answer_improvement(viewer: Viewer, improvement: dict[str, Any], state: str, answer: str) -> None:
    """Accepted or declined, by the idea's author, once."""
    if improvement["idea_author"] != viewer.id:
        raise NotFound
    await refuse_words(answer=answer)
    async with transaction():
        await move(Improvement, improvement["id"], state, actor=viewer.id, why=answer, also="answered_at = app_now()")
        await execute("update improvement set answer = {} where id = {}", answer, improvement["id"])
        if state == "accepted":
            await credit(improvement["idea"], improvement["author"], "improver", improvement["id"])
        url = f"/ideas/{improvement['idea_id']}#improvements"
        await notify([improvement["author"]], f"improvement_{state}", url, idea=improvement["idea_title"], answer=answer)


async def withdraw_improvement(viewer: Viewer, improvement: dict[str, Any]) -> None:
    if improvement["author"] != viewer.id:
        raise NotFound
    await move(Improvement, improvement["id"], "withdrawn", actor=viewer.id)
