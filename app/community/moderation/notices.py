"""What authors, reporters and staff are told."""

from app.foundation.i18n import N_
from app.notifications.events import Event

EVENTS = {
    "text_pending": Event(line=N_("《%(title)s》在等平台审核，有结果会告诉你"), kind="safety"),
    "text_let_through": Event(
        line=N_("《%(title)s》通过了审核，现在大家都看得到"),
        kind="safety",
        mail=True,
        subject=N_("《%(title)s》通过了审核"),
        text=N_("现在大家都看得到它。"),
    ),
    "text_hidden": Event(
        line=N_("《%(title)s》被平台隐藏了：%(reason)s"),
        kind="safety",
        mail=True,
        subject=N_("《%(title)s》被隐藏了"),
        text=N_("原因：%(reason)s\n\n现在只有你和平台看得到它。觉得不对的话，%(days)s 天内可以申诉一次。"),
        button=N_("看看原因，或者申诉"),
    ),
    "text_shown_again": Event(
        line=N_("《%(title)s》恢复展示了"),
        kind="safety",
        mail=True,
        subject=N_("《%(title)s》恢复展示了"),
        text=N_("大家又看得到它了。"),
    ),
    "appeal_refused": Event(
        line=N_("你对《%(title)s》的申诉看过了，维持隐藏：%(answer)s"),
        kind="safety",
        mail=True,
        subject=N_("《%(title)s》的申诉有结果了"),
        text=N_("看过你的申诉，决定维持隐藏。\n\n%(answer)s"),
    ),
    "statement_asked": Event(
        line=N_("有人对《%(title)s》提出了异议，请你说明一下"),
        kind="safety",
        mail=True,
        subject=N_("请你对《%(title)s》说明一下"),
        text=N_("平台收到了关于它的异议，还没有做决定。请说说你这边的情况。"),
        button=N_("去说明"),
    ),
    "report_upheld": Event(
        line=N_("你举报的内容已经隐藏，谢谢你"),
        kind="safety",
        mail=True,
        subject=N_("你的举报有结果了"),
        text=N_("你举报的内容已经隐藏，别人看不到了。谢谢你。"),
    ),
    "report_dismissed": Event(
        line=N_("你举报的内容看过了，没有发现违反规则，所以保留"),
        kind="safety",
        mail=True,
        subject=N_("你的举报有结果了"),
        text=N_("平台看过了，没有发现违反规则，所以保留。"),
    ),
    "report_overturned": Event(
        line=N_("你举报的内容经作者申诉后恢复展示了"),
        kind="safety",
        mail=True,
        subject=N_("你举报的内容恢复展示了"),
        text=N_("作者提出了申诉，平台重新看过，决定恢复展示。"),
    ),
    "report_confirmed": Event(line=N_("你举报的内容，作者申诉过了，平台维持隐藏"), kind="safety"),
    "report_gone": Event(line=N_("你举报的内容，作者已经自己撤下了"), kind="safety", mail=True, subject=N_("你的举报有结果了")),
    "moderation_waiting": Event(line=N_("有内容在等审核"), kind="staff"),
    "appeal_waiting": Event(line=N_("《%(title)s》的作者提出了申诉"), kind="staff"),
    "statement_given": Event(line=N_("《%(title)s》的作者做了说明"), kind="staff"),
}
