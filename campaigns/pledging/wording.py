"""A pledge's state in one line that says who holds the money, and the promise made before it."""

from datetime import datetime
from typing import Any

from app.foundation.i18n import N_, translate
from app.foundation.money import Money
from app.web.formats import moment
from campaigns.pledging.rules import AT_ONCE

STATES = {
    "started": (N_("等待付款"), "warn"),
    "promised": (N_("已支持"), "fund"),
    "paid": (N_("已支持"), "fund"),
    "due": (N_("正在扣款"), "fund"),
    "failing": (N_("扣款没有成功"), "bad"),
    "collected": (N_("已付款"), "hand"),
    "expiring": (N_("正在核对"), "quiet"),
    "expired": (N_("名额已放开"), "quiet"),
    "cancelled": (N_("已取消"), "quiet"),
    "released": (N_("未达标"), "quiet"),
    "dropped": (N_("未收成"), "quiet"),
    "refunded": (N_("已退款"), "quiet"),
    "disputed": (N_("争议中"), "warn"),
}

_SENTENCES = {
    "started": N_("名额给你留到 %(hold)s，还没有付款，钱在你手里。"),
    "promised": N_("卡已存好，没有扣款，钱在你手里。%(deadline)s 截止，达标才扣 %(amount)s。"),
    "paid": N_("已付 %(amount)s，由平台代为保管。%(deadline)s 截止，没有达标就全额退回。"),
    "due": N_("众筹达标了，正在从你的卡扣 %(amount)s。"),
    "failing": N_("银行没有让 %(amount)s 扣成，钱还在你手里。我们会再试，你也可以换一张卡。"),
    "collected": N_("%(amount)s 已付给这个众筹，接下来制作你的权益。"),
    "expiring": N_("正在向支付机构确认这一单没有付款，确认后名额就放开。"),
    "expired": N_("这一单没有按时完成付款，名额已放开。"),
    "cancelled": N_("你取消了这一单，不会扣款。"),
    "released": N_("众筹没有达标，存的卡已作废，没有扣款。"),
    "dropped": N_("7 天内没有扣成，这一单结束了，没有扣款。"),
    "refunded": N_("%(amount)s 已退回给你。"),
    "disputed": N_("这笔付款有争议，银行正在处理，钱暂由银行保管。"),
}

# Money that a wallet took is somewhere else than on a card that was only saved.
_WALLET = {
    "cancelled": N_("你取消了这一单，%(amount)s 正在原路退回。"),
    "paid_after": N_("已付 %(amount)s，由平台代为保管，众筹已截止，正在结算。"),
}

# Where the campaign itself was stopped, before its deadline.
_STOPPED = {
    ("suspended", "promised"): N_("众筹暂停了。卡还存着，不会扣款，钱在你手里，随时可以取消。"),
    ("suspended", "paid"): N_("众筹暂停了。已付的 %(amount)s 由平台代为保管，随时可以取消，全额退回。"),
    ("cancelled", "released"): N_("众筹终止了，存的卡已作废，没有扣款。"),
    ("cancelled", "paid"): N_("众筹终止了，%(amount)s 正在原路退回，不用申请。"),
    ("failed", "paid"): N_("众筹没有达标，%(amount)s 正在原路退回，不用申请。"),
}

_TRAIL = {
    "started": N_("占下名额"),
    "promised": N_("卡已存好"),
    "paid": N_("已付款，平台代为保管"),
    "due": N_("众筹达标，开始扣款"),
    "failing": N_("一次扣款没有成功"),
    "collected": N_("付款完成"),
    "expiring": N_("停止等待付款"),
    "expired": N_("名额放开"),
    "cancelled": N_("你取消了"),
    "released": N_("众筹没有达标"),
    "dropped": N_("没有扣成，结束"),
    "refunded": N_("款已退回"),
    "disputed": N_("付款有争议"),
}

_PROMISES = {
    ("card", "all_or_nothing"): N_("现在不扣款。%(deadline)s 截止，达标后从卡里扣 %(total)s；没有达标就一分不扣。"),
    ("card", "keep_it_all"): N_("现在不扣款。%(deadline)s 截止后从卡里扣 %(total)s；这个项目筹到多少都会做。"),
    ("wallet", "all_or_nothing"): N_("现在付 %(total)s，由平台代为保管。%(deadline)s 截止，没有达标就全额退回。"),
    ("wallet", "keep_it_all"): N_("现在付 %(total)s，由平台代为保管到 %(deadline)s；这个项目筹到多少都会做。"),
}

_LATE = N_("现在付 %(total)s。众筹已经成功，付完这一单就算数，钱直接用来制作。")


def state_word(state: str) -> str:
    return translate(STATES[state][0])


def state_tone(state: str) -> str:
    return STATES[state][1]


def sentence(pledge: dict[str, Any]) -> str:
    """Who holds the money, in one line."""
    state, wallet = pledge["state"], pledge["charge_plan"] == AT_ONCE
    text = _SENTENCES[state]
    if (stopped := _STOPPED.get((pledge["campaign_state"], state))) is not None:
        text = stopped
    elif wallet and state == "cancelled":
        text = _WALLET["cancelled"]
    elif wallet and state == "paid" and pledge["campaign_state"] != "live":
        text = _WALLET["paid_after"]
    return translate(
        text, amount=Money(pledge["amount"], pledge["currency"]), deadline=moment(pledge["deadline"]),
        hold=moment(pledge["hold_ends_at"]) if pledge["hold_ends_at"] else "",
    )  # fmt: skip


def step_words(event: dict[str, Any]) -> dict[str, Any]:
    """One step for the macro `trail`."""
    return {"what": translate(_TRAIL[event["state"]]), "when": moment(event["at"]), "iso": event["at"].isoformat()}


def promise(method: str, charge_plan: str, funding: str, total: Money, deadline: datetime, *, is_late: bool = False) -> str:
    """What is charged, when, and what happens if the goal is missed: said before anything is promised."""
    if is_late:
        return translate(_LATE, total=total)
    kind = "wallet" if charge_plan == AT_ONCE else "card"
    return translate(_PROMISES[kind, funding], total=total, deadline=moment(deadline))


def line_name(kind: str, label: str) -> str:
    """What a line of an amount is for."""
    if kind == "shipping":
        return translate(N_("运费：%(what)s"), what=label) if label else translate(N_("运费"))
    return translate(N_("额外支持")) if kind == "extra" else label


def line_words(kind: str, label: str, quantity: int) -> str:
    """A line of an amount, as people read it."""
    name = line_name(kind, label)
    return name if quantity == 1 and kind in ("shipping", "extra") else f"{name} × {quantity}"
