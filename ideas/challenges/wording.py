"""Phases in words: what one is called, what may be done in it, and its rules as a person would say them."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Protocol
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, get_timezone_location

from app.foundation.i18n import N_, locale, translate, zone
from app.notifications.params import Said

DOOR_WORDS = {
    "propose": N_("提案"), "improve": N_("改进"), "vote": N_("投票"), "jury": N_("评审"), "result": N_("公布"),
}  # fmt: skip
DOOR_NOTES = {
    "propose": N_("发新创意"),
    "improve": N_("给别人的创意提改进"),
    "vote": N_("给创意投票"),
    "jury": N_("评审团打分，品牌定结论"),
    "result": N_("看谁被采纳"),
}


class Ruled(Protocol):
    """A phase, planned or saved."""

    @property
    def title(self) -> str: ...
    @property
    def doors(self) -> Sequence[str]: ...
    @property
    def who(self) -> str: ...
    @property
    def account_days(self) -> int: ...
    @property
    def most_ideas(self) -> int | None: ...
    @property
    def budget(self) -> int | None: ...
    @property
    def least_votes(self) -> int: ...
    @property
    def counts(self) -> str: ...


def doors_word(doors: Sequence[str]) -> str:
    """提案和投票."""
    words = [translate(DOOR_WORDS[door]) for door in DOOR_WORDS if door in doors]
    if len(words) < 2:
        return "".join(words)
    return translate(N_("%(first)s和%(last)s"), first=translate(N_("、")).join(words[:-1]), last=words[-1])


def phase_name(title: str, doors: Sequence[str]) -> str:
    return title or doors_word(doors)


# Said in a notice, where each reader has another language: one message for each pair that is usual.
_TOGETHER = {
    ("propose", "vote"): N_("提案和投票"),
    ("propose", "improve"): N_("提案和改进"),
    ("improve", "vote"): N_("改进和投票"),
    ("propose", "improve", "vote"): N_("提案、改进和投票"),
    ("vote", "jury"): N_("投票和评审"),
}


def phase_said(title: str, doors: Sequence[str]) -> str:
    """A phase's name as a notice's parameter."""
    if title:
        return title
    in_order = tuple(door for door in DOOR_WORDS if door in doors)
    together = DOOR_WORDS[in_order[0]] if len(in_order) == 1 else _TOGETHER.get(in_order, "")
    return Said(together) if together else doors_word(doors)


def rules_said(phase: Ruled, brand: str) -> list[str]:
    """One sentence a rule; nothing where there is none but the usual."""
    said = []
    if phase.who == "followers":
        said.append(translate(N_("关注了%(brand)s的人才能参加。"), brand=brand))
    if phase.who == "verified":
        said.append(translate(N_("验证过手机号才能参加。")))
    if phase.account_days:
        said.append(translate(N_("注册满 %(days)s 天才能参加。"), days=phase.account_days))
    if phase.most_ideas:
        said.append(translate(N_("每人最多提 %(most)s 个创意。"), most=phase.most_ideas))
    return said + (_votes_said(phase) if "vote" in phase.doors else [])


def _votes_said(phase: Ruled) -> list[str]:
    said = [
        translate(N_("每人一共 %(budget)s 票，一个创意投一票，可以收回改投。"), budget=phase.budget)
        if phase.budget
        else translate(N_("票数不限，一个创意投一票，可以收回。"))
    ]
    if phase.least_votes:
        said.append(translate(N_("至少投满 %(least)s 个创意，你的票才算数。"), least=phase.least_votes))
    if phase.counts == "until_voted":
        said.append(translate(N_("投票后才看得到票数。")))
    if phase.counts == "until_end":
        said.append(translate(N_("投票结束才公布票数。")))
    return said


def share_said(share: Decimal | None) -> str:
    """12.5% without needless noughts; "" where nothing is promised."""
    return f"{share.normalize():f}%" if share else ""


def _offset(there: ZoneInfo, at: datetime) -> str:
    hours = at.astimezone(there).strftime("%z")
    minutes = f":{hours[3:]}" if hours[3:] != "00" else ""
    return f"GMT{hours[0]}{int(hours[1:3])}{minutes}"


def zone_word(time_zone: str, now: datetime) -> str:
    """Whose clock a date is typed by: 上海 GMT+8."""
    there = ZoneInfo(time_zone)
    return f"{get_timezone_location(there, locale=locale(), return_city=True)} {_offset(there, now)}"


def span_said(starts_at: datetime, ends_at: datetime, time_zone: str = "") -> str:
    """From when to when: 10月13日 12:14 至 10月27日 12:14 (GMT+8). Without a zone by the reader's clock."""
    there = ZoneInfo(time_zone) if time_zone else zone.get()
    starts, ends = starts_at.astimezone(there), ends_at.astimezone(there)
    shown = "MMMd" if starts.year == ends.year else "yMMMd"
    first, last = (f"{format_skeleton(shown, at, locale=locale())} {at:%H:%M}" for at in (starts, ends))
    return translate(N_("%(first)s 至 %(last)s (%(zone)s)"), first=first, last=last, zone=_offset(there, ends_at))


def span_there(starts_at: datetime, ends_at: datetime, time_zone: str) -> str:
    """The same by the brand's clock, where that shows other hours than the reader's."""
    there = ZoneInfo(time_zone)
    is_same = all(at.astimezone(there).utcoffset() == at.astimezone(zone.get()).utcoffset() for at in (starts_at, ends_at))
    return "" if is_same else span_said(starts_at, ends_at, time_zone)
