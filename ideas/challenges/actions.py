"""What a brand does with a challenge: opens it, words it anew until someone answers, lets it run longer."""

from datetime import timedelta
from typing import Any

from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.brands.desk import Desk
from app.community.moderation.checking import check_text
from app.foundation import clock
from app.foundation.database import execute, insert, row, transaction
from app.foundation.i18n import N_, language, translate
from app.foundation.queue import enqueue
from ideas.challenges.forms import ChallengeForm
from ideas.challenges.queries import ChallengeView, is_answered
from ideas.challenges.rules import ANSWER_DAYS, beginning, check_dates, check_extension
from ideas.challenges.tables import Challenge, ChallengePhase


async def open_challenge(desk: Desk, viewer: Viewer, form: ChallengeForm) -> dict[str, Any]:
    """Published at once; it takes ideas from its beginning on."""
    now = await clock.now()
    opens_at = beginning(form.opens_at, now)
    check_dates(opens_at, form.deadline, now)
    await limit("challenge", str(viewer.id), most=20, within=timedelta(days=1))
    async with transaction():
        challenge = await insert(
            Challenge, brand=desk.brand, created_by=viewer.id, title=form.title, brief=form.brief,
            opens_at=opens_at, deadline=form.deadline, lang=language.get(), published_at=now,
            answer_due_at=form.deadline + timedelta(days=ANSWER_DAYS),
        )  # fmt: skip
        await insert(
            ChallengePhase, challenge=challenge["id"], position=1, title=translate(N_("提案和投票")),
            doors=["propose", "improve", "vote"], starts_at=opens_at, ends_at=form.deadline,
        )  # fmt: skip
        await check_text("challenge", challenge["id"], title=form.title, brief=form.brief, is_new=True, author=viewer.id)
        await enqueue("tell_challenge_opened", {"challenge": challenge["id"]}, delay=opens_at - now if opens_at > now else None)
    return challenge


async def edit_challenge(challenge: ChallengeView, form: ChallengeForm) -> None:
    """Everything while nobody has answered; from then on only a later deadline, so that no rule changes under anyone."""
    async with transaction():
        await row("select id from challenge where id = {} for update", challenge.id)
        now = await clock.now()
        if await is_answered(challenge.id) or challenge.deadline <= now:
            check_extension(challenge.deadline, form.deadline, now)
            await execute("update challenge set deadline = {} where id = {}", form.deadline, challenge.id)
            await execute("update challenge_phase set ends_at = {} where challenge = {}", form.deadline, challenge.id)
            return
        opens_at = beginning(form.opens_at, now, before=challenge.opens_at)
        check_dates(opens_at, form.deadline, now)
        await execute(
            "update challenge set title = {}, brief = {}, opens_at = {}, deadline = {} where id = {}",
            form.title, form.brief, opens_at, form.deadline, challenge.id,
        )  # fmt: skip
        await execute(
            "update challenge_phase set starts_at = {}, ends_at = {} where challenge = {}", opens_at, form.deadline, challenge.id
        )
        await check_text("challenge", challenge.id, title=form.title, brief=form.brief)
