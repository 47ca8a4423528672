"""What people are told while a challenge goes from phase to phase."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "phase_begun": Event(
        kind="follow",
        line=N_("你关注的征集《%(challenge)s》进入“%(phase)s”，到 %(until)s"),
        mail=True,
        subject=N_("《%(challenge)s》：%(phase)s开始了"),
        text=N_("%(brand)s的征集《%(challenge)s》进入“%(phase)s”，到 %(until)s 为止。"),
        button=N_("去看看"),
    ),
    "own_phase_begun": Event(
        kind="lineage",
        line=N_("你参加的征集《%(challenge)s》进入“%(phase)s”，到 %(until)s"),
        mail=True,
        subject=N_("《%(challenge)s》：%(phase)s开始了"),
        text=N_("你参加的征集《%(challenge)s》进入“%(phase)s”，到 %(until)s 为止。"),
        button=N_("去看看"),
    ),
    "phase_ended": Event(kind="lineage", line=N_("《%(challenge)s》的“%(phase)s”结束了，“%(next)s”从 %(from)s 开始")),
    "team_phase_ended": Event(kind="team", line=N_("你们的征集《%(challenge)s》，“%(phase)s”结束了，一共 %(count)s 个创意")),
    "ends_soon_vote": Event(
        kind="follow",
        line=N_("《%(challenge)s》还有 1 天投票，到 %(until)s，你还没投"),
        mail=True,
        subject=N_("《%(challenge)s》还有 1 天投票"),
        text=N_("投票到 %(until)s 为止，你还没投。挑一个你想要的。"),
        button=N_("去投票"),
    ),
    "ends_soon_least": Event(
        kind="follow",
        line=N_("《%(challenge)s》还有 1 天投票：你投了 %(cast)s 个，投满 %(least)s 个才算数"),
        mail=True,
        subject=N_("《%(challenge)s》：你的票还不算数"),
        text=N_("你投了 %(cast)s 个创意，投满 %(least)s 个才算数。投票到 %(until)s 为止。"),
        button=N_("去投票"),
    ),
    "ends_soon_draft": Event(
        kind="idea",
        line=N_("《%(challenge)s》还有 1 天收创意，你的草稿《%(idea)s》还没发布"),
        mail=True,
        subject=N_("你的草稿《%(idea)s》还没发布"),
        text=N_("《%(challenge)s》到 %(until)s 为止收创意，你写的《%(idea)s》还是草稿。"),
        button=N_("打开草稿"),
    ),
    "ends_soon_improve": Event(
        kind="idea",
        line=N_("《%(challenge)s》还有 1 天改进，《%(idea)s》有 %(count)s 条改进等你答复"),
        mail=True,
        subject=N_("《%(idea)s》有改进等你答复"),
        text=N_("改进到 %(until)s 为止，《%(idea)s》还有 %(count)s 条等你采纳或说明。"),
        button=N_("去答复"),
    ),
}
