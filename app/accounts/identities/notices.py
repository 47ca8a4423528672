"""What members are told at their old addresses when the ways to their account change: whoever did it, they must know."""

from app.foundation.i18n import N_
from app.notifications.events import Event

_BUTTON = N_("查看登录与安全")

EVENTS = {
    "address_added": Event(
        line=N_("%(way)s 可以登录你的账号了"),
        kind="security",
        subject=N_("你的账号加了一种登录方式"),
        text=N_("%(way)s 刚刚加到你的账号，以后能用它登录。\n\n如果不是你做的，请马上登录，删掉它，并退出其他设备。"),
        button=_BUTTON,
        sms=N_("%(way)s 刚刚加到你的账号，能用来登录。不是你做的，请马上登录删掉它。"),
    ),
    "address_removed": Event(
        line=N_("%(way)s 不能再登录你的账号了"),
        kind="security",
        subject=N_("你的账号删了一种登录方式"),
        text=N_("%(way)s 刚刚从你的账号删除，以后不能用它登录。\n\n如果不是你做的，请马上登录，退出其他设备，并联系平台。"),
        button=_BUTTON,
        sms=N_("%(way)s 刚刚从你的账号删除。不是你做的，请马上登录看看。"),
    ),
    "members_merged": Event(
        line=N_("用 %(way)s 登录的另一个账号，已并到这里"),
        kind="security",
        subject=N_("另一个账号并进了你的账号"),
        text=N_(
            "用 %(way)s 登录的另一个账号，刚刚并进了你的账号：创意、投票、支持和权益都在这里了。\n\n"
            "如果不是你做的，请马上登录，退出其他设备，并联系平台。"
        ),
        button=_BUTTON,
        sms=N_("用 %(way)s 登录的账号刚刚并进了你的另一个账号。不是你做的，请马上联系平台。"),
    ),
}
