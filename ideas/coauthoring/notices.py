"""What is told about writing an idea together."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "co_author_joined": Event(
        kind="idea",
        line=N_("%(who)s成了《%(idea)s》的共同作者"),
        mail=True,
        subject=N_("%(who)s加入了《%(idea)s》"),
        text=N_("%(who)s接受了邀请，从现在起可以一起改这个创意，名字也署在上面。"),
        button=N_("看看创意"),
    ),
    "co_author_removed": Event(kind="idea", line=N_("你不再是《%(idea)s》的共同作者了，你改过的地方仍记在修改记录里")),
    "co_author_left": Event(kind="idea", line=N_("%(who)s退出了《%(idea)s》的共同作者")),
}
