"""What is told about late pledges."""

from app.foundation.i18n import N_
from app.notifications.events import BY_MAIL_OR_SMS, Event

EVENTS = {
    "pledge_late_paid": Event(
        kind="money",
        falls=BY_MAIL_OR_SMS,
        sms=N_("补筹成功：《%(campaign)s》已付 %(amount)s，接下来制作你的权益。"),
        line=N_("补筹成功：《%(campaign)s》，已付 %(amount)s"),
        mail=True,
        subject=N_("补筹成功：《%(campaign)s》，已付 %(amount)s"),
        text=N_("《%(campaign)s》已经达标，你补筹的 %(amount)s 已付给它，接下来制作你的权益。\n\n不会再有别的扣款。"),
        button=N_("看支持订单"),
    ),
}
