"""What a brand does with an idea: looks closely, then answers, once."""

from typing import Any

from app.accounts.viewer import Viewer
from app.brands.desk import Desk
from app.community.moderation.checking import refuse_words
from app.foundation.database import insert, row, transaction
from app.foundation.i18n import N_, language
from app.foundation.lifecycle import move, move_all
from app.foundation.queue import enqueue
from app.foundation.refusals import Refusal
from ideas.reviewing.forms import VerdictForm
from ideas.reviewing.rules import check_reason, check_reviewer
from ideas.reviewing.tables import Verdict
from ideas.tables import Idea


async def take_into_review(desk: Desk, viewer: Viewer, idea: dict[str, Any]) -> None:
    """Tells the author that someone is looking; votes go on until the challenge's deadline."""
    if idea["owner"] != desk.brand:
        raise Refusal(N_("只有征集方能把创意列入评审。"))
    await move(Idea, idea["id"], "in_review", actor=viewer.id)


async def give_verdict(desk: Desk, viewer: Viewer, idea: dict[str, Any], form: VerdictForm) -> None:
    """Won or declined, with a reason and a sentence. Of two brands at once the first one has it."""
    check_reason(form.outcome, form.reason_code)
    check_reviewer(idea["owner"], desk.brand, form.outcome)
    await refuse_words(sentence=form.sentence)
    async with transaction():
        if not await move_all(Idea, [idea["id"]], form.outcome, actor=viewer.id, why=form.reason_code):
            raise await _too_late(desk, idea["id"])
        await insert(
            Verdict, idea=idea["id"], brand=desk.brand, decided_by=viewer.id, outcome=form.outcome,
            reason_code=form.reason_code, sentence=form.sentence, lang=language.get(),
        )  # fmt: skip
        await enqueue("tell_verdict", {"idea": idea["id"]}, once_key=f"verdict:{idea['id']}")


async def _too_late(desk: Desk, idea: int) -> Refusal:
    found = await row("select v.brand, b.name from verdict v join brand b on b.id = v.brand where v.idea = {}", idea)
    if found is None:
        return Refusal(N_("作者刚刚撤回了这个创意。"))
    if found["brand"] == desk.brand:
        return Refusal(N_("你的团队已经答复过这个创意了。"))
    return Refusal(N_("%(brand)s刚刚采纳了这个创意，晚了一步。"), brand=found["name"])
