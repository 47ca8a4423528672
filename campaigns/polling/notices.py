"""What people are told about questions in updates."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "poll_ended": Event(kind="campaign", line=N_("《%(campaign)s》问的“%(question)s”有结果了：%(chosen)s")),
    "own_poll_ended": Event(kind="team", line=N_("《%(campaign)s》问的“%(question)s”截止了：%(chosen)s")),
    "own_poll_unanswered": Event(kind="team", line=N_("《%(campaign)s》问的“%(question)s”截止了，没有人回答")),
}
