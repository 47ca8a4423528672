"""Pure decisions about pledges: the lifecycle, charge plans, amounts as lines."""

from datetime import timedelta

from app.foundation.lifecycle import Lifecycle

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
