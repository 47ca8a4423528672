"""What people are told about a brand's answers, beside those in ideas/notices.py."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "credited_idea_won": Event(
        kind="lineage",
        line=N_("你一起做的创意《%(idea)s》被%(brand)s采纳了"),
        mail=True,
        subject=N_("你一起做的《%(idea)s》被采纳了"),
        text=N_("%(brand)s要把它做出来。你的名字一直署在上面，接下来会请你看一份共创约定。"),
        button=N_("看看创意"),
    ),
    "answers_due_in_a_week": Event(
        kind="team",
        line=N_("《%(challenge)s》还有 %(count)s 个创意没答复，%(due)s 到期"),
        mail=True,
        subject=N_("一周内要答复：《%(challenge)s》还有 %(count)s 个"),
        text=N_("征集页上写着 %(due)s 前答复每个创意，还有 %(count)s 个在等。相近的可以一起答复。"),
        button=N_("去答复"),
    ),
    "answers_due_tomorrow": Event(
        kind="team",
        line=N_("《%(challenge)s》还有 %(count)s 个创意没答复，只剩一天"),
        mail=True,
        subject=N_("只剩一天：《%(challenge)s》还有 %(count)s 个没答复"),
        text=N_("征集页上写着 %(due)s 前答复每个创意。过了时间，页面会写明逾期。"),
        button=N_("去答复"),
    ),
    "answers_overdue": Event(
        kind="team",
        line=N_("《%(challenge)s》的答复逾期了，还有 %(count)s 个创意在等"),
        mail=True,
        subject=N_("逾期了：《%(challenge)s》还有 %(count)s 个没答复"),
        text=N_("答应的时间是 %(due)s，还有 %(count)s 个创意没有答复，征集页上已经写明逾期。答复完就不再显示。"),
        button=N_("去答复"),
    ),
}
