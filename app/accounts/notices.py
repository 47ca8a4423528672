"""What members are told about their own account."""

from app.foundation.i18n import N_
from app.notifications.events import BY_MAIL_OR_SMS, Event

EVENTS = {
    "sign_in_code": Event(
        kind="security",
        line=N_("登录验证码"),
        mail=True,
        subject=N_("%(code)s 是你的登录验证码"),
        text=N_(
            "请回到正在登录的页面填写，%(minutes)s 分钟内有效。也可以点下面的链接，在打开它的浏览器里登录，30 分钟内有效。\n\n"
            "如果不是你在登录，不用理会这封邮件，也别把验证码告诉任何人。"
        ),
        button=N_("用链接登录"),
        template="mail/sign_in_code",
        secret=True,
        sms=N_("登录验证码 %(code)s，%(minutes)s 分钟内有效。不要告诉任何人。"),
    ),
    "sign_in_link": Event(
        kind="security",
        line=N_("登录验证码"),
        secret=True,
        sms=N_("登录验证码 %(code)s，%(minutes)s 分钟内有效。有人在试你的号码，也可以点链接登录：%(link)s"),
    ),
    "address_code": Event(
        kind="security",
        line=N_("添加登录方式的验证码"),
        mail=True,
        subject=N_("%(code)s 是添加这个邮箱的验证码"),
        text=N_(
            "请回到“登录与安全”页面填写，%(minutes)s 分钟内有效。填好后，就能用这个邮箱登录你的账号。\n\n"
            "如果不是你在添加，不用理会这封邮件，也别把验证码告诉任何人。"
        ),
        template="mail/sign_in_code",
        secret=True,
        sms=N_("验证码 %(code)s，用来把这个号码加到你的账号，%(minutes)s 分钟内有效。不要告诉任何人。"),
    ),
    "password_set": Event(
        kind="security",
        falls=BY_MAIL_OR_SMS,
        sms=N_("你的登录密码已设置，其他设备已退出登录。不是你做的，请马上登录修改密码。"),
        line=N_("你的登录密码已设置，其他设备已退出登录"),
        mail=True,
        text=N_("你的登录密码刚刚设置好，其他设备已退出登录。\n\n如果不是你做的，请马上用验证码登录，修改密码。"),
        button=N_("查看登录与安全"),
    ),
    "password_removed": Event(
        kind="security",
        falls=BY_MAIL_OR_SMS,
        sms=N_("你的登录密码已删除，以后用验证码登录。不是你做的，请马上登录看看登录设备。"),
        line=N_("你的登录密码已删除，以后用验证码登录"),
        mail=True,
        text=N_("你的登录密码刚刚删除，以后用验证码登录。\n\n如果不是你做的，请马上登录看看登录设备。"),
        button=N_("查看登录与安全"),
    ),
}
