"""What backers are told about their money, in the app and by mail; the addresses open without a cookie."""

from app.foundation.i18n import N_
from app.notifications.events import BY_MAIL_OR_SMS, TO_THE_END, Event
from payments.collection.queries import waits_for_payment

EVENTS = {
    "pledge_charged": Event(
        kind="money",
        falls=BY_MAIL_OR_SMS,
        sms=N_("《%(campaign)s》达标了，已从你存好的卡里扣 %(amount)s。"),
        line=N_("已扣款 %(amount)s：《%(campaign)s》"),
        mail=True,
        subject=N_("已扣款 %(amount)s：《%(campaign)s》"),
        text=N_("《%(campaign)s》达标了，按约定从你存好的卡里扣了 %(amount)s。\n\n不会再有别的扣款。"),
        button=N_("看支持订单"),
    ),
    "charge_refused": Event(
        kind="money",
        falls=TO_THE_END,
        unacted_hours=24,
        staff_hours=96,
        is_open=waits_for_payment,
        sms=N_("你支持的《%(campaign)s》没有扣成 %(amount)s。请在%(until)s 前打开“我的支持”换一张卡，名额替你留着。"),
        line=N_("《%(campaign)s》的 %(amount)s 没有扣成，请在%(until)s 前付款"),
        mail=True,
        subject=N_("没有扣成：《%(campaign)s》的 %(amount)s"),
        text=N_(
            "《%(campaign)s》达标了，但你存好的卡没有扣成 %(amount)s。%(why)s\n\n"
            "请在%(until)s 前打开下面的链接，换一张卡或再付一次，名额替你留着。不需要登录。"
        ),
        button=N_("去付款"),
    ),
    "pledge_refunded": Event(
        kind="money",
        falls=TO_THE_END,
        sms=N_("《%(campaign)s》的 %(amount)s 已原路退回，一般几天之内到账。"),
        line=N_("已退款 %(amount)s：《%(campaign)s》"),
        mail=True,
        subject=N_("已退款 %(amount)s：《%(campaign)s》"),
        text=N_("%(why)s\n\n%(amount)s 已原路退回，到账时间看支付方，一般几天之内。"),
        button=N_("看支持订单"),
    ),
    "pledge_dropped": Event(
        kind="money",
        falls=TO_THE_END,
        sms=N_("《%(campaign)s》的 %(amount)s 到期没有扣成，这一单作废了，不会再扣款。"),
        line=N_("《%(campaign)s》的 %(amount)s一直没有扣成，这一单作废了"),
        mail=True,
        subject=N_("这一单作废了：《%(campaign)s》"),
        text=N_("到期还是没有扣成 %(amount)s，名额已经让出，不会再扣款。"),
        button=N_("看支持订单"),
    ),
}
