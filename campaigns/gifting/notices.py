"""What is told of gifts."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "gift_sent": Event(
        kind="perk",
        line=N_("%(giver)s送你一份礼物"),
        mail=True,
        subject=N_("%(name)s，%(giver)s送你一份礼物"),
        text=N_(
            "%(giver)s支持了《%(campaign)s》，把里面的权益送给你。\n\n"
            "打开看看卡片，想要就收下：收的时候输一个验证码，之后寄到哪里由你填，不用花钱。\n\n"
            "不认识送的人？不用理会，什么都不会发生。"
        ),
        button=N_("打开看看"),
        secret=True,
    ),
    "gift_accepted": Event(kind="perk", line=N_("%(name)s收下了你送的《%(campaign)s》")),
    "gift_ended": Event(
        kind="perk",
        line=N_("《%(campaign)s》的那份礼物没有了：对应的支持已经结束"),
        mail=True,
        subject=N_("《%(campaign)s》的那份礼物没有了"),
        text=N_("送你礼物的那笔支持结束了：众筹没有达标，或者送的人取消了。你不用做什么，也没有花钱。"),
    ),
}
