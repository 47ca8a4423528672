"""What becomes of each kind of pledge when a campaign stands still or is called off."""

from app.foundation.i18n import N_, translate

TOO_LONG = N_("暂停太久，没有恢复")

_SUSPENDED = (
    (N_("存了卡的"), N_("卡还存着，不会扣款。随时可以取消，取消后卡就作废。")),
    (N_("付过款的"), N_("钱由平台保管，没有给品牌。随时可以取消，全额原路退回。")),
    (N_("还没付完的"), N_("付款页已经关掉，名额放开。关掉前付成的算数，也随时可以取消。")),
    (N_("在候补的"), N_("号码留着。恢复后接着排，留给你的名额不会少一分钟。")),
)
_CANCELLED = (
    (N_("存了卡的"), N_("卡已经作废，没有扣款，什么都不用做。")),
    (N_("付过款的"), N_("全额原路退回，不用申请。支付宝和微信一般当天到，银行慢的要几个工作日。")),
    (N_("还没付完的"), N_("付款页已经关掉。关掉前付成的，全额退回。")),
    (N_("在候补的"), N_("候补到此结束。")),
)


def fates(state: str) -> list[tuple[str, str]]:
    return [(translate(who), translate(what)) for who, what in (_SUSPENDED if state == "suspended" else _CANCELLED)]
