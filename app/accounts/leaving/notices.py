"""What is told on the way out."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "data_packed": Event(
        kind="security",
        line=N_("你的资料打包好了，7 天内可以下载"),
        mail=True,
        text=N_("你要的资料打包好了，7 天内可以下载，之后会删除。\n\n如果不是你要的，请马上看看登录过的设备。"),
        button=N_("去下载"),
    ),
    "leaving_code": Event(
        kind="security",
        line=N_("注销账号的验证码"),
        mail=True,
        subject=N_("%(code)s 是注销账号的验证码"),
        text=N_(
            "填了这个验证码，你的账号就注销了，不能恢复。%(minutes)s 分钟内有效。\n\n如果不是你在注销，请马上登录，退出所有设备。"
        ),
        template="mail/sign_in_code",
        secret=True,
        sms=N_("验证码 %(code)s，用来注销你的账号，注销后不能恢复。不是你本人请立刻登录检查。"),
    ),
}
