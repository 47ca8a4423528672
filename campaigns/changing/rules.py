"""Pure decisions about changes: who may change what until when, what is to be paid and what goes back, what would sink a goal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from app.foundation.i18n import N_
from app.foundation.money import Money
from app.foundation.refusals import Refusal

CHANGEABLE = ("started", "promised", "paid")
KEPT = ("promised", "paid")  # what the goal counts
LAST_DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Spare:
    """What a reached goal could lose in its last day."""

    amount: Money

    def bears(self, less: int) -> bool:
        return less <= self.amount.amount


def spare_of(pledged: int, goal: int, currency: str) -> Spare | None:
    """None: it isn't reached anyway."""
    return Spare(Money(pledged - goal, currency)) if pledged >= goal else None


def check_may_leave(spare: Spare | None, amount: int) -> None:
    if spare is not None and not spare.bears(amount):
        raise Refusal(N_("离截止不到 24 小时，少了你这一单众筹就不达标了，所以现在不能取消。改成更贵的可以。"))


def check_may_cancel(state: str, campaign_state: str, *, in_time: bool, is_late: bool) -> None:
    """Whoever waits for a suspended campaign may always leave."""
    if is_late and state != "started":
        raise Refusal(N_("补筹付款后就开始做了，不能取消。到了交付月份还没到手，可以退款。"))
    if campaign_state != "suspended" and (campaign_state != "live" or not in_time):
        raise Refusal(N_("众筹已经截止，这一单不能取消了。"))


def check_may_shrink(spare: Spare | None, less: int) -> None:
    if spare is not None and not spare.bears(less):
        sentence = N_("离截止不到 24 小时，众筹最多还能少 %(spare)s，再少就不达标了，所以现在不能改这么便宜。")
        raise Refusal(sentence, spare=spare.amount)


def check_may_change(state: str, campaign_state: str, *, in_time: bool, is_late: bool) -> None:
    """Says why this pledge is settled."""
    if is_late:
        raise Refusal(N_("补筹的单子不能改。还没付款的话，取消它再下一单。"))
    if campaign_state == "suspended":
        raise Refusal(N_("众筹暂停了，现在只能取消，不能改。"))
    if campaign_state != "live" or not in_time:
        raise Refusal(N_("众筹已经截止，这一单不能改了。"))
    if state not in CHANGEABLE:
        raise Refusal(N_("这一单现在不能改。"))


@dataclass(frozen=True, slots=True)
class Settling:
    """How money follows a change of what was paid already: `due` is paid first, `back` goes back once the change is applied."""

    due: int
    back: int


def settle(state: str, was: int, amount: int, least: int) -> Settling:
    """A difference that the provider doesn't charge alone, being too small: the whole is paid anew, and the old goes back."""
    if state != "paid":
        return Settling(0, 0)
    difference = amount - was
    if difference <= 0:
        return Settling(0, -difference)
    return Settling(difference, 0) if difference >= least else Settling(amount, was)


def differences(had: Mapping[int, int], wanted: Mapping[int, int]) -> dict[int, int]:
    """By tier: how many places more (or fewer, below zero)."""
    found = {tier: wanted.get(tier, 0) - had.get(tier, 0) for tier in sorted({*had, *wanted})}
    return {tier: n for tier, n in found.items() if n}


@dataclass(frozen=True, slots=True)
class Room:
    """A tier of which this backer wants more places than they have. `mine`: those in other pledges of theirs."""

    title: str
    is_open: bool
    is_for_them: bool
    free: int | None
    waiting: int
    mine: int
    per_backer: int


def check_room(room: Room, wanted: int, more: int, field: str) -> None:
    """`wanted` places in all, `more` than the pledge has."""
    if not room.is_for_them:
        raise Refusal(N_("“%(tier)s”只对一部分人开放，你换不了。"), field=field, tier=room.title)
    if not room.is_open:
        raise Refusal(N_("“%(tier)s”现在不开放，换不了。"), field=field, tier=room.title)
    if room.mine + wanted > room.per_backer:
        if room.mine:
            sentence = N_("“%(tier)s”每人最多 %(most)s 份，你另外的单子里已经有 %(mine)s 份。")
            raise Refusal(sentence, field=field, tier=room.title, most=room.per_backer, mine=room.mine)
        raise Refusal(N_("“%(tier)s”每人最多 %(most)s 份。"), field=field, tier=room.title, most=room.per_backer)
    if room.waiting:
        raise Refusal(N_("“%(tier)s”有人在候补，空出来的先给他们。你可以去排候补。"), field=field, tier=room.title)
    if room.free is not None and room.free < more:
        if not room.free:
            raise Refusal(N_("“%(tier)s”没有名额了，你原来的还在。"), field=field, tier=room.title)
        raise Refusal(N_("“%(tier)s”只剩 %(left)s 份了，你原来的还在。"), field=field, tier=room.title, left=room.free)
