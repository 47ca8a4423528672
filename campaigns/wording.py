"""What a campaign's page says in one line: its state, what is left, what comes next."""

from datetime import datetime
from typing import Any

from app.foundation.i18n import N_, translate
from app.foundation.money import Money
from app.web.formats import left, moment
from campaigns.rules import Numbers

STATES = {
    "draft": (N_("草稿"), "quiet"),
    "submitted": (N_("待审核"), "warn"),
    "changes_requested": (N_("要修改"), "bad"),
    "approved": (N_("可以上线"), "good"),
    "prelaunch": (N_("预热中"), "fund"),
    "live": (N_("众筹中"), "fund"),
    "suspended": (N_("已暂停"), "warn"),
    "succeeded": (N_("已达标"), "hand"),
    "collecting": (N_("收款中"), "hand"),
    "fulfilling": (N_("制作中"), "hand"),
    "completed": (N_("全部到手"), "hand"),
    "failed": (N_("未达标"), "quiet"),
    "cancelled": (N_("已终止"), "quiet"),
}

_STANDING = {
    "prelaunch": N_("还没开始，可以先预约"),
    "succeeded": N_("已达标，马上开始收款"),
    "collecting": N_("已达标，正在收款"),
    "fulfilling": N_("已达标，正在制作和发货"),
    "completed": N_("每一份权益都已到手"),
    "failed": N_("没有达标，不扣任何人的款，付过的全额退回"),
    "cancelled": N_("已终止，不扣任何人的款，付过的全额退回"),
    "suspended": N_("暂停中，不收支持也不扣款"),
}

_NEXT = {
    "prelaunch": N_("品牌方准备好就开始，预约过的人第一时间知道"),
    "live": N_("%(deadline)s 截止；达标后才扣款，然后开始制作"),
    "succeeded": N_("收款 7 天内完成，然后开始制作"),
    "collecting": N_("收款完成后开始制作"),
    "fulfilling": N_("做好就寄出，每一步都能在权益里看到"),
    "completed": N_("从创意到手里，这条路走完了"),
    "failed": N_("到截止时没有达标"),
    "suspended": N_("恢复后截止时间顺延；太久没有恢复就终止，全额退款"),
    "cancelled": N_("这个众筹终止了"),
}


def state_word(state: str) -> str:
    return translate(STATES[state][0])


def state_tone(state: str) -> str:
    return STATES[state][1]


def standing(campaign: dict[str, Any], numbers: Numbers, now: datetime) -> str:
    """还差 ¥1,280，还有 3 天."""
    if campaign["state"] != "live":
        return translate(_STANDING.get(campaign["state"], ""))
    if campaign["deadline"] <= now:
        return translate(N_("时间到了，正在结算"))
    missing = Money((campaign["goal"] or 0) - numbers.pledged, campaign["currency"])
    rest = left(campaign["deadline"], now)
    if missing.amount > 0:
        return translate(N_("还差 %(missing)s，%(left)s"), missing=missing, left=rest)
    return translate(N_("已达标，%(left)s"), left=rest)


def next_step(campaign: dict[str, Any]) -> str:
    sentence = _NEXT.get(campaign["state"], "")
    if campaign["state"] == "prelaunch" and campaign["opens_at"] is not None:
        return translate(N_("%(opens)s 自己开始，预约过的人第一时间知道"), opens=moment(campaign["opens_at"]))
    if campaign["state"] == "live":
        return translate(sentence, deadline=moment(campaign["deadline"]))
    return translate(sentence)
