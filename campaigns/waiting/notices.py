"""What whoever waits is told; an offer has an end, so it reaches them whatever they chose for ordinary news."""

from app.foundation.i18n import N_
from app.notifications.events import BY_MAIL_OR_SMS, Event
from campaigns.waiting.queries import offer_waits

EVENTS = {
    "waitlist_offer": Event(
        kind="money",
        falls=BY_MAIL_OR_SMS,
        unacted_hours=1,
        is_open=offer_waits,
        sms=N_("候补轮到你了：《%(campaign)s》“%(tier)s”给你留了 %(n)s 份，留到%(until)s。请打开“我的支持”下单。"),
        line=N_("候补轮到你了：《%(campaign)s》“%(tier)s”给你留了 %(n)s 份，留到%(until)s"),
        mail=True,
        subject=N_("轮到你了：《%(campaign)s》“%(tier)s”"),
        text=N_(
            "有人放开了名额，按号轮到你：给你留了 %(n)s 份，留到%(until)s。\n\n"
            "到时候没有下单，名额就给后面的人。不想要了也可以直接让出。"
        ),
        button=N_("去下单"),
    ),
    "waitlist_ran_out": Event(kind="campaign", line=N_("《%(campaign)s》“%(tier)s”留给你的名额时间到了，让给了后面的人")),
    "waitlist_closed": Event(
        kind="campaign",
        line=N_("《%(campaign)s》“%(tier)s”的候补结束了：%(why)s"),
        mail=True,
        subject=N_("候补结束了：《%(campaign)s》"),
        text=N_("你排的是“%(tier)s”。%(why)s没有扣过你的款。"),
        button=N_("看我的候补"),
    ),
}
