"""What members are told when ideas become one."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "idea_merged": Event(
        kind="idea",
        line=N_("你的创意《%(idea)s》并进了《%(into)s》，票一起过去，你的名字署在上面：%(why)s"),
        mail=True,
        subject=N_("《%(idea)s》并进了《%(into)s》"),
        text=N_(
            "两个创意说的是同一件事，合在一起更容易被做出来。投给你的票都带过去了，你的名字署在合并后的创意上。\n\n理由：%(why)s"
        ),
        button=N_("看看合并后的创意"),
    ),
    "idea_gained": Event(
        kind="idea", line=N_("《%(idea)s》并进了你的创意《%(into)s》，它的票也带来了，%(who)s一起署名：%(why)s")
    ),
    "voted_idea_merged": Event(kind="lineage", line=N_("你投票的《%(idea)s》并进了《%(into)s》，你的票跟着过去了：%(why)s")),
}
