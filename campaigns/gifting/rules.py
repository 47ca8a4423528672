"""What may be done with a gift, by the state of its pledge. Pure."""

from typing import Any

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from campaigns.pledging.rules import COUNTED

# From here on there is something to give; before it the place is not even paid for.
GIVEABLE = COUNTED
OVER = ("cancelled", "released", "dropped", "refunded", "expired")
MAILS_A_DAY, MAILS_TO_ONE_MAILBOX = 10, 20
# Perks that can still become somebody else's: not packed, not in a hand.
MOVABLE = ("owed", "answers_due", "answered", "locked", "released", "entered", "drawn", "ticketed", "named")

ENDED = N_("这份礼物对应的支持已经结束，收不了了。问问送你的人吧。")
NOTHING_LEFT = N_("这一单里的东西都已经打包或到手了，没有可以送的了。")
ALREADY = N_("这份礼物已经有人收下了。")
OWN = N_("这是你自己送出去的，把链接发给要收的人。不想送了，在支持订单里收回。")


def phase(gift: dict[str, Any]) -> str:
    """waiting for the pledge, ready to be taken, taken, or over."""
    if gift["pledge_state"] in OVER:
        return "over"
    if gift["accepted_at"] is not None:
        return "accepted"
    return "ready" if gift["pledge_state"] in GIVEABLE else "waiting"


def check_acceptable(gift: dict[str, Any], who: int) -> None:
    if gift["recipient"] is not None and gift["recipient"] != who:
        raise Refusal(ALREADY)
    if gift["giver"] == who:
        raise Refusal(OWN)
    if phase(gift) == "over":
        raise Refusal(ENDED)
    if phase(gift) == "waiting":
        raise Refusal(N_("送你的人还没有付完款，付好之后再来收。"))


def check_open(gift: dict[str, Any]) -> None:
    """Words and undoing are the giver's until it is taken."""
    if gift["accepted_at"] is not None:
        raise Refusal(N_("%(name)s已经收下了，不能再改，也不能收回。"), name=gift["to_name"])
