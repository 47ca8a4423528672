"""What members are told about talk: gathered, at most once a minute, and one line for all that is new in a thread."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "thread_comments": Event(
        kind="talk",
        line=N_("《%(title)s》有一条新留言"),
        many=N_("《%(title)s》有 %(times)s 条新留言"),
    ),
    "comment_answered": Event(
        kind="talk",
        line=N_("%(who)s在《%(title)s》回复了你"),
        many=N_("你在《%(title)s》的留言有 %(times)s 条新回复"),
        mail=True,
        subject=N_("《%(title)s》里有人回复了你"),
        text=N_("你在《%(title)s》的留言有了回复。"),
        button=N_("看看回复"),
    ),
    "comment_mention": Event(
        kind="talk",
        line=N_("%(who)s在《%(title)s》提到了你"),
        many=N_("《%(title)s》有 %(times)s 条留言提到了你"),
        mail=True,
        subject=N_("《%(title)s》里有人提到了你"),
        text=N_("《%(title)s》里有一条留言提到了你。"),
        button=N_("看看留言"),
    ),
    "comment_pinned": Event(kind="talk", line=N_("你在《%(title)s》的留言被置顶了")),
}
