"""Pure decisions about waitlists: the lifecycle of an entry, who may join, who is offered how much until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.foundation.i18n import N_
from app.foundation.lifecycle import Lifecycle
from app.foundation.refusals import Refusal

ENTRY = Lifecycle(
    "waitlist entry",
    {
        "waiting": ("offered", "left", "closed"),
        "offered": ("taken", "passed", "left", "closed"),
        "taken": (),
        "passed": (),
        "left": (),
        "closed": (),
    },
)
OPEN = ("waiting", "offered")

LONGEST, SHORTEST, SHARE = timedelta(hours=12), timedelta(minutes=15), 4
MOST_TIMES = 10  # that one member joins the list of one tier, each time at its end


class StillFree(Refusal):
    """There is nothing to wait for."""


@dataclass(frozen=True, slots=True)
class Queue:
    """A tier and its waitlist as one member meets them at this moment; `left` is for those who don't wait."""

    title: str
    is_over: bool
    is_to_be_had: bool
    is_limited: bool
    is_add_on: bool
    left: int
    waiting: int
    per_backer: int
    mine: int
    most_here: int | None
    here: int
    on_team: bool
    is_for_me: bool
    times: int
    shut_until: str = ""


def check_join(queue: Queue, quantity: int) -> None:
    """Refuses with the one sentence that says why this member can't wait for so many."""
    _check_open(queue)
    if not queue.is_limited:
        raise StillFree(N_("“%(tier)s”不限量，不用排候补，直接支持就行。"), tier=queue.title)
    if not queue.waiting and queue.left:
        raise StillFree(N_("“%(tier)s”还有 %(left)s 份，不用排候补，直接支持就行。"), tier=queue.title, left=queue.left)
    if queue.mine + quantity > queue.per_backer:
        sentence = N_("这个档位每人最多 %(most)s 份，你已经有 %(mine)s 份了。")
        raise Refusal(sentence, field="quantity", most=queue.per_backer, mine=queue.mine)
    if queue.most_here is not None and queue.here + quantity > queue.most_here:
        sentence = N_("这个众筹每人一共最多 %(most)s 份，你已经有 %(here)s 份了。")
        raise Refusal(sentence, field="quantity", most=queue.most_here, here=queue.here)
    if queue.times >= MOST_TIMES:
        raise Refusal(N_("这一档的候补你已经进出 %(most)s 次了，不能再排。"), most=MOST_TIMES)


def _check_open(queue: Queue) -> None:
    if queue.is_over:
        raise Refusal(N_("众筹已经截止，候补也停了。"))
    if not queue.is_to_be_had:
        raise Refusal(N_("“%(tier)s”现在不能支持，也不能排候补。"), tier=queue.title)
    if queue.on_team:
        raise Refusal(N_("你在这个品牌的团队里，不能支持自家的众筹。"))
    if queue.shut_until:
        raise Refusal(N_("%(until)s 前只对这个创意的作者、共创者和投过票的人开放，候补也是。"), until=queue.shut_until)
    if queue.is_add_on:
        raise Refusal(N_("加购项没有候补，有了空位页面上会看到。"))
    if not queue.is_for_me:
        raise Refusal(N_("“%(tier)s”不对你开放，所以不能排它的候补。"), tier=queue.title)


def offer_end(now: datetime, until: datetime | None) -> datetime:
    """Half a day at most, a quarter of what is left at most, a quarter of an hour at least; never beyond the end itself."""
    if until is None:
        return now + LONGEST
    return min(now + max(min(LONGEST, (until - now) / SHARE), SHORTEST), until)


def shares(free: int, wanted: Iterable[int]) -> list[int]:
    """How many of the free places the first is offered, the second …: all they want while there is, the last what is left."""
    given: list[int] = []
    for quantity in wanted:
        if free <= 0:
            break
        given.append(min(quantity, free))
        free -= given[-1]
    return given
