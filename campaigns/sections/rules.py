"""Which sections a campaign's page has, and in which states each may still change: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from campaigns.rules import EDITABLE

RUNNING = ("prelaunch", "live", "suspended")
KEEPING = ("succeeded", "collecting", "fulfilling")

LEAST_STORY, LEAST_RISKS = 20, 20
MOST_RISKS = 4000


@dataclass(frozen=True, slots=True)
class Section:
    """`while_public`: the public states in which it may change; each such change is noted on the page."""

    key: str
    word: str
    place: str
    while_public: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Where it stands on the public page."""
        return {"basics": "", "story": "story", "funding": "", "tiers": "tiers"}.get(self.key, self.key)


# In the order in which one writes them. What a price or the promise hangs on stands still from the approval on.
SECTIONS = {
    section.key: section
    for section in (
        Section("basics", N_("标题和封面"), "sections/basics", RUNNING),
        Section("story", N_("故事和视频"), "sections/story", RUNNING),
        Section("funding", N_("钱和时间"), "sections/funding"),
        Section("tiers", N_("回报档位"), "tiers"),
        Section("budget", N_("钱花在哪里"), "sections/budget"),
        Section("timeline", N_("时间表"), "sections/timeline", (*RUNNING, *KEEPING)),
        Section("risks", N_("风险"), "sections/risks", RUNNING),
        Section("team", N_("团队"), "sections/team", (*RUNNING, *KEEPING)),
        Section("faq", N_("常见问题"), "sections/faq", (*RUNNING, *KEEPING)),
    )
}
WRITTEN = tuple(key for key, section in SECTIONS.items() if section.place.startswith("sections/"))

FIXED_MONEY = N_("公开以后不能再改：大家按它决定支不支持。")
FIXED_SINCE_END = N_("众筹已经结束，这一节按大家支持时的样子留着。新的情况写在项目动态里。")


def may_change(key: str, state: str) -> bool:
    return state in EDITABLE or state in SECTIONS[key].while_public


def check_may_change(key: str, state: str) -> None:
    if may_change(key, state):
        return
    if state == "submitted":
        raise Refusal(N_("正在审核。想改的话，先撤回再改。"))
    if state == "approved":
        raise Refusal(N_("审核已经通过。想改的话，先撤回成草稿，改完再审一次。"))
    raise Refusal(FIXED_SINCE_END if SECTIONS[key].while_public and state not in RUNNING else FIXED_MONEY)


def check_seen(seen: str, now: str) -> None:
    """`seen` is the mark of what stood there when the form was opened; nothing said, nothing compared."""
    if seen and seen != now:
        raise Refusal(N_("这一节刚刚被同事改过。你写的还在这里，对照下面的现状再保存一次。"), field="seen")


def with_addition(risks: str, addition: str) -> str:
    """Risks that were told stay told: something is added below."""
    if len(addition) < LEAST_RISKS // 2:
        raise Refusal(N_("把新的风险说具体一点，至少 %(least)s 个字。"), field="addition", least=LEAST_RISKS // 2)
    told = f"{risks}\n\n{addition}".strip("\n")
    if len(told) > MOST_RISKS:
        raise Refusal(N_("风险一共最多 %(most)s 个字。"), field="addition", most=MOST_RISKS)
    return told


@dataclass(frozen=True, slots=True)
class Balance:
    """What the money is for beside what is asked for, in minor units."""

    total: int
    goal: int

    @property
    def missing(self) -> int:
        """Asked for, and not said what for."""
        return max(self.goal - self.total, 0)

    @property
    def own(self) -> int:
        """More than is asked for: the brand brings it itself."""
        return max(self.total - self.goal, 0) if self.goal else 0


def balance(rows: Sequence[Mapping[str, Any]], goal: int | None) -> Balance:
    return Balance(sum(row["amount"] for row in rows), goal or 0)


def shares(amounts: list[int]) -> list[int]:
    """Whole percents of the sum that add up to a hundred: what is left over goes to the largest remainders."""
    total = sum(amounts)
    if not total:
        return [0] * len(amounts)
    parts = [amount * 100 // total for amount in amounts]
    by_rest = sorted(range(len(amounts)), key=lambda n: -(amounts[n] * 100 % total))
    for n in by_rest[: 100 - sum(parts)]:
        parts[n] += 1
    return parts
