"""What the author says: an answer when asked, an appeal once within the term."""

from datetime import timedelta
from typing import Any

from app.accounts.limits import limit
from app.accounts.queries import staff_ids
from app.accounts.viewer import Viewer
from app.community.moderation.log import note
from app.community.moderation.rules import check_may_appeal, urgency
from app.community.moderation.tables import CaseStatement, ModerationCase
from app.community.moderation.things import Thing
from app.foundation import clock
from app.foundation.database import execute, insert, row, sole_lock, transaction
from app.foundation.i18n import N_
from app.foundation.lifecycle import move
from app.foundation.refusals import NotFound, Refusal
from app.notifications.actions import notify


async def _case_now(thing: Thing, case_id: int) -> dict[str, Any]:
    await sole_lock(f"case:{thing.kind}", thing.id)
    found = await row("select * from moderation_case where id = {}", case_id)
    if found is None:
        raise NotFound
    return found


async def say(viewer: Viewer, thing: Thing, case_id: int, text: str) -> str:
    """An appeal where the thing is hidden, else the answer that staff asked for; which of them it was."""
    async with transaction():
        await limit("statement", str(viewer.id), most=20, within=timedelta(days=1))
        case = await _case_now(thing, case_id)
        if case["state"] == "open":
            await _answer(viewer, thing, case, text)
            return "answer"
        await _appeal(viewer, thing, case, text)
        return "appeal"


async def _appeal(viewer: Viewer, thing: Thing, case: dict[str, Any], text: str) -> None:
    check_may_appeal(case["state"], case["appeal_until"], await clock.now())
    await insert(CaseStatement, case_id=case["id"], kind="appeal", member=viewer.id, text=text, answer="")
    await move(ModerationCase, case["id"], "appealed", actor=viewer.id)
    await execute(
        "update moderation_case set urgency = {} where id = {}",
        urgency(case["cause"], case["weight"], thing.reach, is_appealed=True), case["id"],
    )  # fmt: skip
    await note("appealed", thing, actor=viewer.id, case=case["id"])
    others = [one for one in await staff_ids() if one != case["decided_by"]] or [case["decided_by"]]
    await notify(others, "appeal_waiting", thing.staff_url, title=thing.told)


async def _answer(viewer: Viewer, thing: Thing, case: dict[str, Any], text: str) -> None:
    if case["asked_at"] is None:
        raise Refusal(N_("这件事还在看，需要你说明时会通知你。"))
    if await row("select 1 from case_statement where case_id = {} and kind = 'answer'", case["id"]):
        raise Refusal(N_("你已经说明过了。"))
    await insert(CaseStatement, case_id=case["id"], kind="answer", member=viewer.id, text=text, answer="")
    await note("answered", thing, actor=viewer.id, case=case["id"])
    await notify(await staff_ids(), "statement_given", thing.staff_url, title=thing.told)
