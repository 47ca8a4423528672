"""The lifecycle of a case: looked at, held, decided; a decision can be taken back, nothing is ever deleted."""

from app.foundation.i18n import N_
from app.foundation.lifecycle import Lifecycle

CASE = Lifecycle(
    "vote_case",
    {
        "watched": ("held", "dismissed"),
        "held": ("released", "upheld"),
        "upheld": ("released",),
        "released": ("upheld",),
        "dismissed": (),
    },
)

OPEN = ("watched", "held")

STATE_WORDS = {
    "watched": N_("留意中"),
    "held": N_("核对中"),
    "released": N_("已放行"),
    "upheld": N_("不计票"),
    "dismissed": N_("没有问题"),
}
STATE_TONES = {"watched": "warn", "held": "bad", "released": "good", "upheld": "quiet", "dismissed": "good"}
