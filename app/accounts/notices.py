"""What members are told about their own account."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "sign_in_code": Event(
        line=N_("登录验证码"),
        mail=True,
        subject=N_("%(code)s 是你的登录验证码"),
        text=N_(
            "请回到正在登录的页面填写，%(minutes)s 分钟内有效。\n\n如果不是你在登录，不用理会这封邮件，也别把验证码告诉任何人。"
        ),
        button=N_("打开登录页"),
        template="mail/sign_in_code",
        secret=True,
    ),
    "password_set": Event(
        line=N_("你的登录密码已设置，其他设备已退出登录"),
        mail=True,
        text=N_("你的登录密码刚刚设置好，其他设备已退出登录。\n\n如果不是你做的，请马上用验证码登录，修改密码。"),
        button=N_("查看登录与安全"),
    ),
    "password_removed": Event(
        line=N_("你的登录密码已删除，以后用验证码登录"),
        mail=True,
        text=N_("你的登录密码刚刚删除，以后用邮箱验证码登录。\n\n如果不是你做的，请马上登录看看登录设备。"),
        button=N_("查看登录与安全"),
    ),
}
