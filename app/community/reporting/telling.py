"""Whoever reported something hears what came of it: members in the app and by mail, others at the address they gave."""

from datetime import timedelta

from app.accounts.capabilities import capability_key
from app.foundation.database import execute, rows
from app.notifications.actions import mail_to, notify

LASTING = timedelta(days=180)
# What a decision about a case means to those who reported it; an outcome is told once.
EVENTS = {
    "upheld": "report_upheld",
    "dismissed": "report_dismissed",
    "overturned": "report_overturned",
    "confirmed": "report_confirmed",
    "gone": "report_gone",
}
TOLD_BEFORE = {"confirmed": "upheld", "overturned": "upheld"}  # news only to whoever was told the first decision


async def tell_reporters(case: int, outcome: str) -> None:
    """In the decision's transaction."""
    told = await rows(
        """update report set outcome = {}, told_at = app_now() where case_id = {} and outcome <> {}
        and ({} = '' or outcome = {}) returning public_id, member, address, lang""",
        outcome, case, outcome, TOLD_BEFORE.get(outcome, ""), TOLD_BEFORE.get(outcome, ""),
    )  # fmt: skip
    for report in told:
        page = f"/reports/{report['public_id']}"
        if report["member"] is not None:
            await notify([report["member"]], EVENTS[outcome], page)
        elif report["address"]:
            key = await capability_key("report", report["public_id"], lasting=LASTING)
            await mail_to(report["address"], EVENTS[outcome], f"{page}?key={key}", lang=report["lang"])


async def forget_addresses() -> None:
    """Half a year after the last word: by then no appeal changes anything any more, and their link has ended too."""
    await execute(
        """update report r set address = '', contact = '' from moderation_case c
        where c.id = r.case_id and c.state not in ('open', 'appealed') and (r.address <> '' or r.contact <> '')
          and r.told_at < app_now() - {}::interval""",
        LASTING,
    )
