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
from ideas.challenges.rules import TAKES_IMPROVEMENTS
from ideas.challenges.taking_part import check_may_improve
from ideas.contributing.crediting import credit, credit_team, discredit
from ideas.contributing.forms import ImprovementForm
from ideas.contributing.passages import is_there, passage_of
from ideas.contributing.queries import may_edit, team_of, waiting_of
from ideas.contributing.rules import check_accept, check_offer, check_passage
from ideas.contributing.tables import Improvement
from ideas.contributing.weaving import weave

__all__ = ["answer_improvement", "credit", "credit_team", "discredit", "offer_improvement", "withdraw_improvement"]


async def offer_improvement(
    viewer: Viewer, idea: dict[str, Any], offered: ImprovementForm | str, ref: str = ""
) -> dict[str, Any]:
    """The same words offered twice are one improvement. Words alone are about the idea as a whole."""
    form = ImprovementForm(text=offered) if isinstance(offered, str) else offered
    async with transaction():
        now = await row(
            f"""select i.id, i.author, i.state, i.body, i.title, i.public_id, i.challenge, {TAKES_IMPROVEMENTS} as is_open
            from idea i left join challenge c on c.id = i.challenge where i.id = {{}} for share of i""",
            idea["id"],
        )
        if now is None:
            raise NotFound
        same = await row(
            """select * from improvement where idea = {} and author = {} and text = {} and passage = {} and wording = {}
            and state = 'offered'""",
            idea["id"], viewer.id, form.text, form.passage, form.wording,
        )  # fmt: skip
        if same:
            return same
        is_own, waiting = await may_edit(viewer, now), await waiting_of(viewer, idea["id"])
        check_offer(is_own=is_own, state=now["state"], is_open=now["is_open"], waiting=waiting)
        await check_may_improve(viewer, now["challenge"])
        if form.passage:
            check_passage(is_there=is_there(now["body"], form.passage), passage=form.passage, wording=form.wording)
        await limit("improvement", str(viewer.id), most=30, within=timedelta(hours=1))
        return await _new(viewer, now, form, ref)


async def _new(viewer: Viewer, idea: dict[str, Any], form: ImprovementForm, ref: str) -> dict[str, Any]:
    passage = passage_of(idea["body"], form.passage)
    made = await insert(
        Improvement, idea=idea["id"], author=viewer.id, text=form.text, passage=form.passage, wording=form.wording,
        passage_start=passage.start if passage else 0, lang=language.get(), ref=ref,
    )  # fmt: skip
    await begin(Improvement, made["id"], "offered", actor=viewer.id)
    seen = await check_text("improvement", made["id"], text=form.text, wording=form.wording, is_new=True, author=viewer.id)
    if seen == "visible":
        url = f"/ideas/{idea['public_id']}#improvements"
        await notify(await team_of(idea["id"]), "improvement_offered", url, idea=idea["title"])
    return made


async def answer_improvement(viewer: Viewer, improvement: dict[str, Any], state: str, answer: str) -> bool:
    """Accepted or declined, by whoever writes the idea, once. True where the new wording stands in the text now."""
    await refuse_words(answer=answer)
    async with transaction():
        idea = await row("select * from idea where id = {} for update", improvement["idea"])
        if idea is None or improvement["visibility"] != "visible" or not await may_edit(viewer, idea):
            raise NotFound
        if state == "accepted":
            check_accept(idea["state"])
        await move(Improvement, improvement["id"], state, actor=viewer.id, why=answer, also="answered_at = app_now()")
        await execute("update improvement set answer = {} where id = {}", answer, improvement["id"])
        is_woven = False
        if state == "accepted":
            await credit(idea["id"], improvement["author"], "improver", improvement["id"])
            is_woven = await weave(viewer, idea, improvement)
        url = f"/ideas/{idea['public_id']}#improvements"
        await notify([improvement["author"]], f"improvement_{state}", url, idea=idea["title"], answer=answer)
    return is_woven


async def withdraw_improvement(viewer: Viewer, improvement: dict[str, Any]) -> None:
    if improvement["author"] != viewer.id:
        raise NotFound
    await move(Improvement, improvement["id"], "withdrawn", actor=viewer.id)
