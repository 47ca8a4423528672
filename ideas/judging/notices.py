"""What people are told about juries."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "jury_invitation": Event(
        kind="team",
        line=N_("%(name)s 请你当《%(challenge)s》的评审"),
        mail=True,
        subject=N_("%(brand)s请你当《%(challenge)s》的评审"),
        text=N_(
            "%(name)s 请你给《%(challenge)s》入围的创意打分。按几条标准打 1 到 5 分，可以写一句理由。\n\n邀请 %(days)s 天内有效。"
        ),
        button=N_("看看邀请"),
    ),
    "juror_joined": Event(kind="team", line=N_("%(name)s 接受了邀请，是《%(challenge)s》的评审了")),
    "jury_begins": Event(
        kind="team",
        line=N_("《%(challenge)s》开始评审了，到 %(until)s 为止"),
        mail=True,
        subject=N_("《%(challenge)s》开始评审了"),
        text=N_("入围的创意等你打分，到 %(until)s 为止都可以改。打完自己的分，才看得到别人的。"),
        button=N_("去打分"),
    ),
}
