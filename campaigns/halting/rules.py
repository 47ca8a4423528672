"""Pure decisions about stopping: what may be stopped when, where the deadline stands after a pause, when a pause ends all."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal

LONGEST = timedelta(days=30)
# Before the provider gives nothing back any more, a paused campaign's wallets are refunded.
SPARE = timedelta(days=2)
# Backers have at least so long after a pause.
LEAST_LEFT = timedelta(days=1)


def check_may_suspend(state: str, deadline: datetime, now: datetime) -> None:
    if state == "suspended":
        raise Refusal(N_("这个众筹已经暂停了。"))
    if state != "live":
        raise Refusal(N_("只有众筹中的项目能暂停。"))
    if deadline <= now:
        raise Refusal(N_("已经到截止时间，正在结算，不能暂停了。"))


def deadline_after(deadline: datetime, suspended_at: datetime, now: datetime, must_end: Iterable[datetime] = ()) -> datetime:
    """Moved by the time lost; not beyond what money paid already allows (`must_end`), and refused where that is too soon."""
    moved, latest = deadline + (now - suspended_at), min(must_end, default=None)
    if latest is None or moved <= latest:
        return moved
    if latest < now + LEAST_LEFT:
        raise Refusal(N_("有支持者用钱包付的款快过退款期限了，恢复以后来不及结算。请终止这个众筹，钱会全额退回。"))
    return latest


def ends_by_itself_at(suspended_at: datetime, refundable_until: Iterable[datetime] = ()) -> datetime:
    """Nobody waits longer than this for a campaign that stands still."""
    return min([suspended_at + LONGEST, *(one - SPARE for one in refundable_until)])
