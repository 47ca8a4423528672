"""Pure decisions about drafts: what is still missing, and which deadlines a launch takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from campaigns.rules import EDITABLE
from campaigns.sections.rules import LEAST_RISKS, LEAST_STORY, SECTIONS, balance
from campaigns.tiers.rules import is_payable, is_too_early, is_too_late, without_usual

SHORTEST, LONGEST = timedelta(days=1), timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Need:
    """Something that a campaign must have before anybody reviews it, `for_launch` before everybody sees it; or is better with.

    `section` is where it is added and `field` at which of its fields; `missing` who hasn't done their part.
    """

    sentence: str
    is_met: bool
    section: str = ""
    field: str = ""
    for_launch: bool = False
    missing: tuple[str, ...] = ()
    is_advice: bool = False

    @property
    def place(self) -> str:
        """Below the campaign's desk."""
        if self.section not in SECTIONS:
            return self.section
        return SECTIONS[self.section].place + (f"#f-{self.field}" if self.field else "")


Rows = list[dict[str, Any]]


def needs(
    campaign: dict[str, Any],
    tiers: Rows,
    now: datetime,
    *,
    parts: Mapping[str, Rows],
    consent: tuple[bool, tuple[str, ...]] | None = None,
) -> list[Need]:
    """`consent`, where it comes from an idea: whether all its people have said yes, and who hasn't."""
    deadline, currency = campaign["deadline"], campaign["currency"]
    agreed = [Need(N_("和创意的作者签好共创约定"), consent[0], "agreement", "", True, consent[1])] if consent else []
    return [
        Need(N_("一句话简介"), bool(campaign["summary"]), "basics", "summary"),
        Need(N_("封面图"), bool(campaign["cover"]), "basics", "cover"),
        Need(N_("故事，至少 20 个字"), len(campaign["story"]) >= LEAST_STORY, "story", "story"),
        Need(N_("目标金额"), bool(campaign["goal"]), "funding", "goal"),
        Need(N_("截止时间，在 1 到 60 天之后"), deadline is not None and in_range(deadline, now), "funding", "deadline"),
        Need(N_("至少一个回报档位"), any(not tier.get("is_add_on") for tier in tiers), "tiers"),
        Need(N_("每个档位的交付月份在截止之后"), bool(tiers) and all(_dated(tier, deadline) for tier in tiers), "tiers"),
        Need(N_("每个档位的价格够付一次款"), bool(tiers) and all(is_payable(tier, currency) for tier in tiers), "tiers"),
        *_told_in_full(tiers),
        Need(N_("钱花在哪里，合计不少于目标金额"), _accounted(parts.get("budget", []), campaign["goal"]), "budget"),
        Need(N_("时间表，至少一步"), bool(parts.get("timeline")), "timeline"),
        Need(N_("可能出什么岔子、怎么办，至少 20 个字"), len(campaign["risks"]) >= LEAST_RISKS, "risks", "risks"),
        Need(N_("选一个分类，大家找得到"), bool(campaign["category"]), "basics", "category", is_advice=True),
        Need(N_("放一段视频"), bool(campaign["video"]), "story", "video", is_advice=True),
        Need(N_("写上谁来做"), bool(parts.get("team")), "team", is_advice=True),
        Need(N_("答几个常见问题"), bool(parts.get("faq")), "faq", is_advice=True),
        *agreed,
    ]


def _accounted(budget: Rows, goal: int | None) -> bool:
    return bool(budget) and bool(goal) and not balance(budget, goal).missing


def in_range(deadline: datetime, now: datetime) -> bool:
    return SHORTEST <= deadline - now <= LONGEST


def _dated(tier: dict[str, Any], deadline: datetime | None) -> bool:
    """A tier may have been written before there was a deadline, or with another one."""
    month = tier["deliver_month"]
    return deadline is None or not (is_too_early(month, deadline) or is_too_late(month, deadline))


def _told_in_full(tiers: Rows) -> list[Need]:
    """Asked only of whom it concerns: what sending costs, and that a price struck out is somebody's price."""
    unsent = tuple(tier["title"] for tier in tiers if tier.get("lacks_freight"))
    birds = tuple(tier["title"] for tier in without_usual(tiers))
    found = []
    if unsent:
        found.append(Need(N_("要寄东西的档位都写了运费或重量"), False, "zones", missing=unsent))
    if birds:
        found.append(Need(N_("早鸟划掉的原价，有一个普通档位真按它卖"), False, "tiers", missing=birds))
    return found


def check_may_edit(state: str) -> None:
    if state not in EDITABLE:
        raise Refusal(N_("这个众筹已经提交，内容不能再改。"))


def is_complete(wanted: list[Need]) -> bool:
    """For the review; whose consent is missing may still answer meanwhile."""
    return all(need.is_met for need in wanted if not need.for_launch and not need.is_advice)


def check_complete(wanted: list[Need]) -> None:
    if not is_complete(wanted):
        raise Refusal(N_("还有几项没有填完，看看清单。"))


def check_deadline(deadline: datetime | None, tiers: list[dict[str, Any]], now: datetime) -> None:
    if deadline is None or not in_range(deadline, now):
        raise Refusal(N_("截止时间要在 1 到 60 天之后。"), field="deadline")
    if any(is_too_early(tier["deliver_month"], deadline) for tier in tiers):
        raise Refusal(N_("有档位的交付月份早于截止时间，请换一个截止时间。"), field="deadline")


def check_currency(old: str, new: str, has_amounts: bool) -> None:
    if new != old and has_amounts:
        raise Refusal(N_("档位或预算已经按 %(currency)s 写了金额，先删掉才能换币种。"), field="currency", currency=old)


def check_early_hours(hours: int, deadline: datetime, now: datetime) -> None:
    """After the idea's people everybody else has at least a day."""
    if hours and deadline - now < timedelta(hours=hours) + SHORTEST:
        raise Refusal(N_("先开放 %(hours)s 小时之后，至少还要给大家留一天，请把截止时间往后移。"), field="deadline", hours=hours)
