"""Deciding about many cases at once: each for itself, and a report of what was done and what wasn't."""

from dataclasses import dataclass, field

from app.accounts.viewer import Viewer
from app.community.moderation.actions import hide, show
from app.community.moderation.queries import case_for_staff
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal

MOST = 60


@dataclass(frozen=True, slots=True)
class Order:
    """What a button of the queue says: show or hide, for which reason, and which case alone ("" for the ticked ones)."""

    deed: str
    reason: int = 0
    only: str = ""


@dataclass(slots=True)
class Outcome:
    done: int = 0
    refused: list[str] = field(default_factory=list)


def read_order(do: str) -> Order:
    what, _, only = do.partition("@")
    deed, _, number = what.partition(":")
    if deed not in ("show", "hide") or (number and not number.isascii()) or (number and not number.isdecimal()):
        raise Refusal(N_("请选一个处理方式。"))
    return Order(deed, int(number[:3] or 0), only)


async def decide_many(viewer: Viewer, order: Order, ticked: list[str], reasons: list[str]) -> Outcome:
    """`ticked` are "case.seen": what was changed meanwhile is left for another look."""
    outcome = Outcome()
    wanted = [order.only] if order.only else list(dict.fromkeys(ticked))[:MOST]
    if not wanted:
        raise Refusal(N_("先勾选要处理的。"))
    if order.deed == "hide" and not 0 <= order.reason < len(reasons):
        raise Refusal(N_("请选一个理由。"))
    for one in wanted:
        case_id, _, seen = one.partition(".")
        try:
            _, thing = await case_for_staff(case_id)
            if order.deed == "show":
                await show(viewer, thing, seen=seen)
            else:
                await hide(viewer, thing, reasons[order.reason])
            outcome.done += 1
        except Refusal as refusal:
            outcome.refused.append(refusal.text())
    return outcome
