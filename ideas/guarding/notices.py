"""What authors are told about votes that were checked."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "votes_kept_out": Event(
        kind="idea",
        line=N_("你的创意《%(idea)s》有 %(count)s 票核对后不计：%(why)s"),
        mail=True,
        subject=N_("《%(idea)s》有 %(count)s 票没有计入"),
        text=N_(
            "这些票看起来是有人组织刷的，核对后不计入。别的票都不受影响。\n\n理由：%(why)s\n\n有异议就回复这封邮件或联系平台，可以重新核对。"
        ),
        button=N_("看看创意"),
    ),
    "votes_released": Event(kind="idea", line=N_("你的创意《%(idea)s》核对中的 %(count)s 票都算数")),
}
