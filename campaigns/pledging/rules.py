"""Pure decisions about pledges: the lifecycle, charge plans, and whether a place can be taken."""

from dataclasses import dataclass
from datetime import timedelta

from app.foundation.i18n import N_
from app.foundation.lifecycle import Lifecycle
from app.foundation.refusals import Refusal

PLEDGE = Lifecycle(
    "pledge",
    {
        "started": ("promised", "paid", "expiring", "cancelled"),
        "expiring": ("expired", "promised", "paid"),
        "promised": ("due", "released", "cancelled"),
        "due": ("collected", "failing"),
        "failing": ("collected", "dropped"),
        "paid": ("collected", "refunded", "cancelled"),
        "collected": ("refunded", "disputed"),
        "cancelled": ("refunded",),
        "expired": ("refunded",),
        "disputed": ("collected", "refunded"),
        "released": (),
        "dropped": (),
        "refunded": (),
    },
)

SAVED, AT_ONCE = "saved", "at_once"
CHARGE_PLANS = {"card": SAVED, "alipay": AT_ONCE, "wechat_pay": AT_ONCE}

HOLD = timedelta(minutes=15)
PLACE_HELD = ("started", "expiring", "promised", "due", "failing", "paid", "collected", "disputed")
COUNTED = ("promised", "paid", "due", "failing", "collected")
UNSETTLED = ("promised", "paid", "due", "failing")


@dataclass(frozen=True, slots=True)
class Offer:
    """A tier as one backer meets it at this moment. Moments are in words, empty where they don't stand in the way."""

    title: str
    is_open: bool
    is_over: bool
    cap: int | None
    taken: int
    offered: int
    waiting: int
    my_offer: int
    per_backer: int
    mine: int
    here: int
    most_here: int | None
    on_team: bool
    may_take: bool
    shut_until: str = ""  # until then it is only for the idea's people, and this backer is none of them
    begins_at: str = ""
    ended_at: str = ""

    @property
    def left(self) -> int | None:
        """Places to be had by this backer: those set aside for them, and those that nobody waits for."""
        if self.cap is None:
            return None
        free = 0 if self.waiting else max(self.cap - self.taken - self.offered, 0)
        return self.my_offer + free


def check_offer(offer: Offer, quantity: int, field: str = "quantity") -> None:
    """Refuses with the one sentence that says why this many can't be had."""
    if offer.is_over:
        raise Refusal(N_("众筹已经截止，不能再支持了。"))
    if not offer.is_open:
        raise Refusal(N_("这个众筹现在不接受支持。"))
    if offer.on_team:
        raise Refusal(N_("你在这个品牌的团队里，不能支持自家的众筹。"))
    if offer.shut_until:
        raise Refusal(
            N_("%(until)s 前只对这个创意的作者、共创者和投过票的人开放。先预约或关注，到时候告诉你。"), until=offer.shut_until
        )
    if offer.begins_at:
        raise Refusal(N_("“%(tier)s” %(when)s 才开始。"), field=field, tier=offer.title, when=offer.begins_at)
    if offer.ended_at:
        raise Refusal(N_("“%(tier)s”已在 %(when)s 结束，看看别的档位。"), field=field, tier=offer.title, when=offer.ended_at)
    if not offer.may_take:
        raise Refusal(N_("“%(tier)s”只对受邀的人开放。"), field=field, tier=offer.title)
    if offer.mine + quantity > offer.per_backer:
        raise _over_limit(offer, field)
    if offer.most_here is not None and offer.here + quantity > offer.most_here:
        raise Refusal(
            N_("这个众筹每人最多 %(most)s 份，你已经有 %(mine)s 份了。"), field=field, most=offer.most_here, mine=offer.here
        )
    if offer.left == 0:
        raise Refusal(N_("“%(tier)s”刚刚被认领完了，看看别的档位。"), field=field, tier=offer.title)
    if offer.left is not None and offer.left < quantity:
        raise Refusal(N_("“%(tier)s”只剩 %(left)s 份了，请减少份数。"), field=field, tier=offer.title, left=offer.left)


def _over_limit(offer: Offer, field: str) -> Refusal:
    if offer.mine:
        sentence = N_("这个档位每人最多 %(most)s 份，你已经有 %(mine)s 份了。")
        return Refusal(sentence, field=field, most=offer.per_backer, mine=offer.mine)
    return Refusal(N_("这个档位每人最多 %(most)s 份。"), field=field, most=offer.per_backer)
