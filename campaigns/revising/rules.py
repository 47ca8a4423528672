"""What changed between two states of a public page, one text each; and what of it concerns whoever backs it: pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.foundation.differing import Paragraph, around_changes, difference, difference_of_lines
from app.foundation.i18n import N_

WORDS = {
    "title": N_("标题"),
    "summary": N_("一句话简介"),
    "category": N_("分类"),
    "cover": N_("封面图"),
    "video": N_("视频"),
    "story": N_("故事"),
    "risks": N_("补充了风险"),
    "timeline": N_("时间表"),
    "done": N_("时间表：做完了"),
    "undone": N_("时间表：又没做完"),
    "team": N_("团队里的介绍"),
    "team_in": N_("加入团队"),
    "team_out": N_("离开团队"),
    "faq": N_("常见问题"),
    "tier_new": N_("加了档位"),
    "tier_cap": N_("档位加了名额"),
    "tier_end": N_("档位提前结束"),
}
LINES = ("title", "summary", "category", "video", "done", "undone", "tier_new", "tier_cap", "tier_end")


@dataclass(frozen=True, slots=True)
class Change:
    what: str
    before: str = ""
    after: str = ""
    about: int | None = None


def changes_between(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    """Of one section's texts; the team is told person by person."""
    for name, text in after.items():
        if name == "done":
            yield from _steps_done(before[name], text)
        elif name != "team" and text != before[name]:
            yield Change(name, before[name], text)


def _steps_done(before: str, after: str) -> Iterator[Change]:
    old, new = before.splitlines(), after.splitlines()
    yield from (Change("done", after=title) for title in new if title not in old)
    yield from (Change("undone", after=title) for title in old if title not in new)


def team_changes(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Iterator[Change]:
    """A member is named by id; anybody else by the name that was typed."""
    old, new = ({(one["member"], one["title"]): one["text"] for one in team} for team in (before, after))
    for who, text in new.items():
        if who not in old:
            yield Change("team_in", after=_told(who, text), about=who[0])
        elif text != old[who]:
            yield Change("team", _told(who, old[who]), _told(who, text), who[0])
    for who, text in old.items():
        if who not in new:
            yield Change("team_out", before=_told(who, text), about=who[0])


def _told(who: tuple[int | None, str], text: str) -> str:
    return text if who[0] else "\n".join(line for line in (who[1], text) if line)


def is_later(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> bool:
    """A step that stayed was put off, or the last month of all moved on."""
    old = {step["title"]: step["month"] for step in before}
    if any(step["month"] > old.get(step["title"], date.max) for step in after):
        return True
    return bool(before and after) and max(step["month"] for step in after) > max(step["month"] for step in before)


def told_as_text(what: str, before: str, after: str) -> list[Paragraph | int]:
    """The readable difference: changed paragraphs with their neighbours."""
    if what in LINES:
        return [difference_of_lines(before, after)]
    return list(around_changes(difference(before, after)))
