"""What backers are told about their changes: the new sum is a new promise, so it is always told in writing."""

from app.foundation.i18n import N_
from app.notifications.events import BY_MAIL_OR_SMS, Event

EVENTS = {
    "pledge_changed_saved": Event(
        kind="money",
        falls=BY_MAIL_OR_SMS,
        sms=N_("《%(campaign)s》的支持改好了，达标后从卡里扣 %(amount)s。"),
        line=N_("《%(campaign)s》的支持改好了：%(tier)s × %(quantity)s，%(amount)s"),
        mail=True,
        subject=N_("改好了：《%(campaign)s》，%(amount)s"),
        text=N_(
            "现在是 %(tier)s × %(quantity)s，合计 %(amount)s（原来 %(was)s）。\n\n"
            "还没有扣款。%(deadline)s 截止，达标后从你存好的卡里扣 %(amount)s，没有达标一分不扣。不是你改的？点下面的按钮看看。"
        ),
        button=N_("看支持订单"),
    ),
    "pledge_changed_paid": Event(
        kind="money",
        falls=BY_MAIL_OR_SMS,
        sms=N_("《%(campaign)s》的支持改好了，现在一共付了 %(amount)s。"),
        line=N_("《%(campaign)s》的支持改好了：%(tier)s × %(quantity)s，%(amount)s"),
        mail=True,
        subject=N_("改好了：《%(campaign)s》，%(amount)s"),
        text=N_(
            "现在是 %(tier)s × %(quantity)s，合计 %(amount)s（原来 %(was)s）。\n\n"
            "这笔钱由平台代为保管，多付的原路退回。%(deadline)s 截止，没有达标就全额退回。不是你改的？点下面的按钮看看。"
        ),
        button=N_("看支持订单"),
    ),
}
