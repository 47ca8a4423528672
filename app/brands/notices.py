"""What people are told about a brand's team."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "brand_invitation": Event(
        kind="team",
        line=N_("%(name)s 邀请你加入“%(brand)s”的团队"),
        mail=True,
        subject=N_("%(name)s 邀请你加入“%(brand)s”的团队"),
        text=N_(
            "%(name)s 邀请你加入“%(brand)s”的团队，角色是%(role)s。\n\n邀请 %(days)s 天内有效。不认识对方的话，不用理会这封邮件。"
        ),
        button=N_("看看邀请"),
    ),
    "team_joined": Event(
        kind="team", line=N_("%(name)s 加入了“%(brand)s”的团队"), many=N_("%(name)s 等 %(times)s 人加入了“%(brand)s”的团队")
    ),
}
