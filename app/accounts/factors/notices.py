"""What members are told when something about their second factors changes: whoever did it, they must know."""

from app.foundation.i18n import N_
from app.notifications.events import BY_MAIL_OR_SMS, Event

_BUTTON = N_("查看登录与安全")

EVENTS = {
    "totp_set": Event(
        kind="security",
        falls=BY_MAIL_OR_SMS,
        line=N_("验证器已设置好，进入品牌工作台时会用到"),
        mail=True,
        subject=N_("你的账号设置了验证器"),
        text=N_(
            "你的账号刚刚设置了验证器，以后进品牌工作台会要它的验证码。\n\n如果不是你做的，请马上登录，退出其他设备，并联系平台。"
        ),
        button=_BUTTON,
    ),
    "totp_removed": Event(
        kind="security",
        falls=BY_MAIL_OR_SMS,
        line=N_("验证器已移除"),
        mail=True,
        subject=N_("你的账号移除了验证器"),
        text=N_("你的账号刚刚移除了验证器。\n\n如果不是你做的，请马上登录，退出其他设备，并联系平台。"),
        button=_BUTTON,
    ),
    "passkey_added": Event(
        kind="security",
        falls=BY_MAIL_OR_SMS,
        line=N_("添加了通行密钥“%(name)s”"),
        mail=True,
        subject=N_("你的账号添加了通行密钥"),
        text=N_(
            "你的账号刚刚添加了通行密钥“%(name)s”，用它可以直接登录。\n\n如果不是你做的，请马上登录，删掉它，并退出其他设备。"
        ),
        button=_BUTTON,
    ),
    "passkey_removed": Event(
        kind="security",
        falls=BY_MAIL_OR_SMS,
        line=N_("通行密钥“%(name)s”已删除"),
        mail=True,
        subject=N_("你的账号删除了通行密钥"),
        text=N_("你的账号刚刚删除了通行密钥“%(name)s”。\n\n如果不是你做的，请马上登录，退出其他设备，并联系平台。"),
        button=_BUTTON,
    ),
    "recovery_codes_drawn": Event(
        kind="security",
        falls=BY_MAIL_OR_SMS,
        line=N_("新的备用码已生成，以前的作废了"),
        mail=True,
        subject=N_("你的账号生成了新的备用码"),
        text=N_("你的账号刚刚生成了新的备用码，以前的都作废了。\n\n如果不是你做的，请马上登录，退出其他设备，并联系平台。"),
        button=_BUTTON,
    ),
    "recovery_code_used": Event(
        kind="security",
        falls=BY_MAIL_OR_SMS,
        line=N_("用掉了一个备用码，还剩 %(left)s 个"),
        mail=True,
        subject=N_("有人用了你的备用码"),
        text=N_("刚刚有人用备用码通过了两步验证，还剩 %(left)s 个。\n\n如果不是你，请马上登录，重新生成备用码，并退出其他设备。"),
        button=_BUTTON,
    ),
    "factors_forgotten": Event(
        kind="security",
        falls=BY_MAIL_OR_SMS,
        line=N_("两步验证已由平台重置，请重新设置"),
        mail=True,
        subject=N_("你的两步验证已重置"),
        text=N_("平台应你的请求重置了两步验证，通行密钥、验证器和备用码都作废了。\n\n如果你没有提过，请马上联系平台。"),
        button=_BUTTON,
    ),
}
