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
    "late_opened": Event(
        kind="follow",
        line=N_("《%(campaign)s》达标了，错过的现在可以补筹"),
        mail=True,
        subject=N_("《%(campaign)s》可以补筹了"),
        text=N_("%(brand)s的《%(campaign)s》已经达标，并开放了补筹：当场付款，付完就算数。限量的档位先到先得，候补的人优先。"),
        button=N_("看众筹"),
    ),
}
