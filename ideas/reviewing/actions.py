"""What a brand does with an idea: looks closely, then answers, once."""

from typing import Any

from app.accounts.queries import person
from app.accounts.viewer import Viewer
from app.brands.desk import Desk
from app.community.moderation.checking import refuse_words
from app.foundation.database import insert, row, rows, transaction
from app.foundation.i18n import N_, language, translate
from app.foundation.lifecycle import move, move_all
from app.foundation.queue import enqueue
from app.foundation.refusals import Refusal
from ideas.reviewing.forms import VerdictForm
from ideas.reviewing.rules import OUTCOME_WORDS, check_reason, check_reviewer
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


async def answer_many(desk: Desk, viewer: Viewer, answers: dict[str, tuple[str, str]]) -> tuple[int, int]:
    """Declined, each with its reason and sentence, all or nothing; (answered, those that had an answer already or are gone)."""
    if not answers:
        raise Refusal(N_("还没有勾选创意。"))
    await refuse_words(sentence="\n".join({sentence for _, sentence in answers.values()}))
    async with transaction():
        found = await rows(
            """select i.id, i.public_id from idea i join challenge c on c.id = i.challenge
            where c.brand = {} and i.public_id = any({}) and i.visibility = 'visible' order by i.id""",
            desk.brand, list(answers),
        )  # fmt: skip
        said = {one["id"]: answers[one["public_id"]] for one in found}
        moved: list[int] = []
        for reason in sorted({reason for reason, _ in said.values()}):
            check_reason("declined", reason)
            ids = [one for one, (code, _) in said.items() if code == reason]
            moved += await move_all(Idea, ids, "declined", actor=viewer.id, why=reason)
        for idea in sorted(moved):
            reason, sentence = said[idea]
            await insert(
                Verdict, idea=idea, brand=desk.brand, decided_by=viewer.id, outcome="declined", reason_code=reason,
                sentence=sentence, lang=language.get(),
            )  # fmt: skip
            await enqueue("tell_verdict", {"idea": idea}, once_key=f"verdict:{idea}")
    return len(moved), len(answers) - len(moved)


async def _too_late(desk: Desk, idea: int) -> Refusal:
    """Of two at the same moment the first one's answer stands; the second hears whose it is."""
    found = await row(
        """select v.brand, v.outcome, v.decided_by, b.name from verdict v join brand b on b.id = v.brand where v.idea = {}""",
        idea,
    )
    if found is None:
        return Refusal(N_("作者刚刚撤回了这个创意。"))
    if found["brand"] != desk.brand:
        return Refusal(N_("%(brand)s刚刚采纳了这个创意，晚了一步。"), brand=found["name"])
    who, outcome = (await person(found["decided_by"])).name, translate(OUTCOME_WORDS[found["outcome"]])
    return Refusal(N_("%(name)s已经答复过这个创意了：%(outcome)s。你的这份没有发出。"), name=who, outcome=outcome)
