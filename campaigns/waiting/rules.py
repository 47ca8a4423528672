"""Pure decisions about waitlists: the lifecycle of an entry, who may join, who is offered how much until when."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from app.foundation.i18n import N_
from app.foundation.lifecycle import Lifecycle
from app.foundation.refusals import Refusal
from campaigns.pledging.rules import Offer, check_offer

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


def check_join(offer: Offer, quantity: int, *, is_add_on: bool, times: int) -> None:
    """Refuses with the one sentence that says why this member can't wait for so many. `times` they have joined before."""
    check_offer(replace(offer, cap=None), quantity)  # whatever else stands in the way, but for places
    if is_add_on:
        raise Refusal(N_("加购项没有候补，有了空位页面上会看到。"))
    if offer.cap is None:
        raise StillFree(N_("“%(tier)s”不限量，不用排候补，直接支持就行。"), tier=offer.title)
    if offer.left:
        raise StillFree(N_("“%(tier)s”还有 %(left)s 份，不用排候补，直接支持就行。"), tier=offer.title, left=offer.left)
    if times >= MOST_TIMES:
        raise Refusal(N_("这一档的候补你已经排过 %(most)s 次，不能再排了。"), most=MOST_TIMES)


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
