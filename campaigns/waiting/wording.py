"""What a place on a waitlist is in one line."""

from typing import Any

from app.foundation.i18n import N_, translate
from app.web.formats import moment, number
from campaigns.rules import SUCCESSFUL

STATES = {
    "waiting": (N_("在排"), "fund"),
    "offered": (N_("轮到了"), "warn"),
    "taken": (N_("已支持"), "hand"),
    "passed": (N_("没有要"), "quiet"),
    "left": (N_("退出"), "quiet"),
    "closed": (N_("结束"), "quiet"),
}

CLOSED = {
    "failed": N_("众筹没有达标，候补也就结束了。"),
    "cancelled": N_("众筹取消了，候补也就结束了。"),
    "succeeded": N_("众筹已经截止，这一档没有补筹，候补到此为止。"),
    "late_over": N_("补筹结束了，候补到此为止。"),
    "tier_over": N_("这一档的时间到了，候补到此为止。"),
    "member_gone": N_("账号合并了，留下了号靠前的那个。"),
}

_SENTENCES = {
    "waiting": N_("前面还有 %(before)s 人。有人放开名额，就按号轮到你。"),
    "offered": N_("给你留了 %(n)s 份，留到 %(until)s。下单后再给 15 分钟付款。"),
    "taken": N_("轮到你的时候，你支持了这一档。"),
    "passed": N_("轮到过你，名额已经让给后面的人。"),
    "left": N_("你退出了候补。"),
}


def state_word(state: str) -> str:
    return translate(STATES[state][0])


def state_tone(state: str) -> str:
    return STATES[state][1]


def sentence(entry: dict[str, Any]) -> str:
    """`before`, `why`, `campaign_state` and `is_to_be_had` stand beside the row's columns."""
    if entry["state"] == "closed":
        return translate(CLOSED.get(entry["why"], CLOSED["succeeded"]))
    if entry["state"] == "waiting" and entry["campaign_state"] in SUCCESSFUL and not entry["is_to_be_had"]:
        return translate(N_("众筹成功了。品牌方开放补筹的话，有空出来的名额就按号轮到你。"))
    if entry["state"] == "waiting" and not entry["before"]:
        return translate(N_("你排在最前面。有人放开名额，就轮到你。"))
    if entry["state"] == "offered" and entry["campaign_state"] == "suspended":
        return translate(N_("众筹暂停了，给你留的 %(n)s 份还留着；恢复以后，时间接着算。"), n=number(entry["offered_quantity"]))
    if entry["state"] == "offered" and entry["offer_ends_at"] <= entry["now"]:
        return translate(N_("留给你的时间到了，名额让给后面的人。"))
    ends = moment(entry["offer_ends_at"]) if entry["offer_ends_at"] else ""
    return translate(_SENTENCES[entry["state"]], before=number(entry["before"]), n=number(entry["offered_quantity"]), until=ends)
