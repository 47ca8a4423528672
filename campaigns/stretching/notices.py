"""What backers are told of stretch goals."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "stretch_unlocked": Event(
        kind="campaign",
        line=N_("《%(campaign)s》解锁了：%(unlocked)s"),
        mail=True,
        subject=N_("《%(campaign)s》解锁了"),
        text=N_("大家一起推到了这里，解锁了：%(unlocked)s。不用再做什么，会自动加进你的权益。"),
        button=N_("看看解锁了什么"),
    ),
}
