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
    """A tier as one backer meets it at this moment."""

    title: str
    is_open: bool
    is_over: bool
    cap: int | None
    taken: int
    per_backer: int
    mine: int
    on_team: bool
    shut_until: str = ""  # in words: until then it is only for the idea's people, and this backer is none of them

    @property
    def left(self) -> int | None:
        return None if self.cap is None else max(self.cap - self.taken, 0)


def check_offer(offer: Offer, quantity: int) -> None:
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
    if offer.mine + quantity > offer.per_backer:
        raise _over_limit(offer)
    if offer.left == 0:
        raise Refusal(N_("“%(tier)s”刚刚被认领完了，看看别的档位。"), field="quantity", tier=offer.title)
    if offer.left is not None and offer.left < quantity:
        raise Refusal(N_("“%(tier)s”只剩 %(left)s 份了，请减少份数。"), field="quantity", tier=offer.title, left=offer.left)


def _over_limit(offer: Offer) -> Refusal:
    if offer.mine:
        sentence = N_("这个档位每人最多 %(most)s 份，你已经有 %(mine)s 份了。")
        return Refusal(sentence, field="quantity", most=offer.per_backer, mine=offer.mine)
    return Refusal(N_("这个档位每人最多 %(most)s 份。"), field="quantity", most=offer.per_backer)
