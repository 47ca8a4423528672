"""Pure decisions: the case's lifecycle, what waits for staff, how urgent it is, who may decide an appeal."""

from datetime import datetime
from math import log10

from app.foundation.i18n import N_
from app.foundation.lifecycle import Lifecycle
from app.foundation.refusals import Refusal

CASE = Lifecycle(
    "case",
    {
        "open": ("upheld", "dismissed"),
        "upheld": ("appealed", "overturned"),
        "appealed": ("confirmed", "overturned"),
        "confirmed": ("overturned",),
        "dismissed": (),
        "overturned": (),
    },
)
WAITING = ("open", "appealed")

CAUSES = ("new", "edited", "words", "checker", "report", "staff")
CAUSE_WORDS = {
    "new": N_("新发布"),
    "edited": N_("改过"),
    "words": N_("词表"),
    "checker": N_("外部检查"),
    "report": N_("举报"),
    "staff": N_("巡查"),
}
STATE_WORDS = {
    "open": N_("待处理"),
    "upheld": N_("已隐藏"),
    "dismissed": N_("没有问题"),
    "appealed": N_("申诉中"),
    "confirmed": N_("维持隐藏"),
    "overturned": N_("已恢复"),
}
STATE_TONES = {"open": "warn", "appealed": "warn", "upheld": "bad", "confirmed": "bad", "overturned": "good", "dismissed": "good"}

LEVELS = ("refuse", "hold")
LEVEL_WORDS = {"refuse": N_("不让发布"), "hold": N_("先看一眼")}
STATEMENTS = ("answer", "appeal")

APPEAL_DAYS = 14

# A waiting author counts as much as one report by a member; an appeal, who waits for the second time, as two.
WAITS = {"new": 1.0, "words": 1.0, "checker": 1.0, "edited": 0.5, "report": 0.0, "staff": 0.0}
APPEAL = 2.0
MOST_WEIGHT = 60.0

DEFAULT_REASONS = (
    N_("广告或垃圾信息"),
    N_("辱骂或攻击他人"),
    N_("含有违法内容"),
    N_("含有色情或令人不适的内容"),
    N_("收到权利人关于抄袭的投诉"),
    N_("涉嫌欺诈或虚假信息"),
    N_("公开了他人的个人信息"),
    N_("内容与造物无关"),
    N_("图片看不清或与文字不符，改好后可以申诉"),
)
MOST_REASONS = 30

ACT_WORDS = {
    "held": N_("暂缓展示"),
    "opened": N_("建立案件"),
    "reported": N_("收到举报"),
    "asked": N_("请作者说明"),
    "answered": N_("作者说明"),
    "let_through": N_("通过审核"),
    "kept": N_("没有问题，保留"),
    "hidden": N_("隐藏"),
    "shown": N_("恢复展示"),
    "appealed": N_("作者申诉"),
    "confirmed": N_("维持隐藏"),
    "closed": N_("作者已撤下，结案"),
    "word_added": N_("加词"),
    "word_removed": N_("删词"),
    "reasons_saved": N_("改理由"),
    "picture_withheld": N_("封存图片"),
    "picture_given_back": N_("图片恢复"),
}


def must_wait(setting: str, is_newcomer: bool) -> bool:
    """Whether a new text waits for staff."""
    return setting == "everyone" or (setting == "newcomers" and is_newcomer)


def urgency(cause: str, weight: float, reach: int, *, is_appealed: bool = False) -> float:
    """Reports times reach: ten times as many people count as much as twice the reports. Only the queue's order hangs on it."""
    waits = APPEAL if is_appealed else WAITS[cause]
    return (waits + min(weight, MOST_WEIGHT)) * (1 + log10(1 + max(reach, 0)))


def check_decides_alone(decided_by: int | None, staff: int, judge: int) -> None:
    """An appeal is decided by somebody else than whoever hid the thing, where there are two."""
    if decided_by == judge and staff > 1:
        raise Refusal(N_("这是你自己做的决定，申诉要请另一位同事来看。"))


def check_not_own(is_own: bool, staff: int) -> None:
    if is_own and staff > 1:
        raise Refusal(N_("这是你自己发布的，请另一位同事来看。"))


def check_may_appeal(state: str, appeal_until: datetime | None, now: datetime) -> None:
    if state in ("appealed", "confirmed"):
        raise Refusal(N_("这个决定已经申诉过一次了。"))
    if state != "upheld":
        raise Refusal(N_("现在没有可以申诉的决定。"))
    if appeal_until is None or appeal_until <= now:
        raise Refusal(N_("申诉的期限已经过了。"))
