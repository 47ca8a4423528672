"""What a backer without an account is written."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "guest_pledge_started": Event(
        kind="money",
        line=N_("《%(campaign)s》的名额给你留到 %(until)s"),
        mail=True,
        subject=N_("你在支持《%(campaign)s》，还差付款"),
        text=N_(
            "《%(campaign)s》的名额给你留到 %(until)s。没付完的话，从下面的链接接着付；付好以后，也从这里看进展。\n\n"
            "拿着链接只能看和付款，要取消或填地址时，用这个邮箱收验证码。\n\n"
            "不是你下的单？不用理会，到点名额自己放开，不会扣款。"
        ),
        button=N_("去付款，看这一单"),
    ),
}
