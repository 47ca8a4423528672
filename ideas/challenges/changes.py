"""What a brand changed of a challenge after publishing: noted in words that its page shows to everybody."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import insert, rows
from app.foundation.i18n import N_
from ideas.challenges.composing import Composed
from ideas.challenges.phasing import Plan
from ideas.challenges.queries import ChallengeView
from ideas.challenges.tables import ChallengeChange
from ideas.challenges.wording import phase_name

# What stands in `before` and `after`: texts, or moments as ISO for dates.
WORDS = {
    "title": N_("题目"),
    "brief": N_("说明改了"),
    "prizes": N_("奖励改了"),
    "share": N_("共创分成"),
    "answer_days": N_("答复期限（天）"),
    "cover": N_("换了封面图"),
    "added": N_("加了阶段“%(phase)s”"),
    "dropped": N_("去掉了阶段“%(phase)s”"),
    "starts": N_("“%(phase)s”的开始时间"),
    "ends": N_("“%(phase)s”的结束时间"),
    "rules": N_("“%(phase)s”的规则改了"),
    "note": N_("“%(phase)s”的说明改了"),
}
DATES = ("starts", "ends", "added")


@dataclass(frozen=True, slots=True)
class Change:
    what: str
    phase: str = ""
    before: str = ""
    after: str = ""


async def note_changes(
    viewer: Viewer, challenge: ChallengeView, before: dict[str, Any], old: Sequence[Plan], composed: Composed
) -> None:
    for change in [*_of_texts(before, composed), *_of_phases(old, composed.plans)]:
        await insert(
            ChallengeChange, challenge=challenge.id, actor=viewer.id, what=change.what, phase=change.phase[:60],
            before=change.before, after=change.after,
        )  # fmt: skip


def _of_texts(before: dict[str, Any], composed: Composed) -> Iterator[Change]:
    head = composed.form.data
    if before["title"] != head.title:
        yield Change("title", before=before["title"], after=head.title)
    for name, after in (("brief", head.brief), ("prizes", head.prizes), ("cover", head.kept)):
        if before[name] != after:
            yield Change(name)
    if before["share_percent"] != head.share_percent:
        yield Change("share", before=_percent(before["share_percent"]), after=_percent(head.share_percent))
    if before["answer_days"] != head.term:
        yield Change("answer_days", before=str(before["answer_days"]), after=str(head.term))


def _percent(share: Any) -> str:
    return f"{share.normalize():f}%" if share is not None else "0%"


def _of_phases(old: Sequence[Plan], new: Sequence[Plan]) -> Iterator[Change]:
    kept = {plan.was: plan for plan in new if plan.was}
    for place, before in enumerate(old, start=1):
        after, name = kept.get(place), phase_name(before.title, before.doors)
        if after is None:
            yield Change("dropped", name)
            continue
        if after.starts_at != before.starts_at:
            yield Change("starts", name, _iso(before.starts_at), _iso(after.starts_at))
        if after.ends_at != before.ends_at:
            yield Change("ends", name, _iso(before.ends_at), _iso(after.ends_at))
        if after.rules() != before.rules():
            yield Change("rules", name)
        if after.note != before.note:
            yield Change("note", name)
    for plan in new:
        if not plan.was:
            yield Change("added", phase_name(plan.title, plan.doors), after=_iso(plan.ends_at))


def _iso(moment: datetime) -> str:
    return moment.isoformat()


async def changes_of(challenge: int, limit: int = 50) -> list[dict[str, Any]]:
    """The newest first; dates as moments."""
    found = await rows(
        """select what, phase, before, after, created_at as at from challenge_change where challenge = {}
        order by id desc limit {}""",
        challenge, limit,
    )  # fmt: skip
    return [one | _moments(one) | {"word": WORDS[one["what"]]} for one in found]


def _moments(one: dict[str, Any]) -> dict[str, Any]:
    if one["what"] not in DATES:
        return {}
    return {side: datetime.fromisoformat(one[side]) if one[side] else None for side in ("before", "after")}
