"""What the author of a remixed idea is told."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "idea_remixed": Event(
        kind="idea",
        line=N_("有人从你的《%(idea)s》做了一个新版本《%(remix)s》"),
        mail=True,
        subject=N_("有人从《%(idea)s》做了一个新版本"),
        text=N_("新版本叫《%(remix)s》。你的名字署在上面，注明是从你的创意来的。"),
        button=N_("看看新版本"),
    ),
}
