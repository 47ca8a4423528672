"""What members are told when an account elsewhere may sign in as them."""

from app.foundation.i18n import N_
from app.notifications.events import BY_MAIL_OR_SMS, Event

EVENTS = {
    "oidc_added": Event(
        kind="security",
        falls=BY_MAIL_OR_SMS,
        line=N_("以后可以用 %(label)s 账号登录"),
        mail=True,
        subject=N_("你的账号连上了 %(label)s"),
        text=N_("你的账号刚刚连上了 %(label)s，以后可以用它登录。\n\n如果不是你做的，请马上登录，移除它，并退出其他设备。"),
        button=N_("查看登录与安全"),
    ),
    "oidc_removed": Event(
        kind="security",
        falls=BY_MAIL_OR_SMS,
        line=N_("%(label)s 账号已移除，不能再用它登录"),
        mail=True,
        subject=N_("你的账号移除了 %(label)s"),
        text=N_("你的账号刚刚移除了 %(label)s，不能再用它登录。\n\n如果不是你做的，请马上登录看看，并退出其他设备。"),
        button=N_("查看登录与安全"),
    ),
}
