"""A challenge's page: where it stands, what one can do now, its phases one after the other, its themes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.foundation.database import rows, value
from app.foundation.i18n import N_, translate
from ideas.challenges.queries import ChallengeView, Phase
from ideas.challenges.wording import DOOR_NOTES, doors_word, phase_name, rules_said, span_said, span_there
from ideas.rules import ADOPTED, LISTED

FEW_ENOUGH = 20_000  # ideas that are counted by theme whenever the page is shown


@dataclass(frozen=True, slots=True)
class Step:
    """One phase on the timeline: `at` past, now or ahead; `share` of the whole time, in percent, for drawing it."""

    position: int
    name: str
    doors: str
    notes: list[str]
    note: str
    rules: list[str]
    starts_at: datetime
    ends_at: datetime
    at: str
    share: float
    span: str
    span_there: str


@dataclass(frozen=True, slots=True)
class Action:
    word: str
    href: str


def steps_of(phases: Sequence[Phase], challenge: ChallengeView, now: datetime) -> list[Step]:
    whole = sum((phase.ends_at - phase.starts_at).total_seconds() for phase in phases) or 1
    return [
        Step(
            position=phase.position, name=phase_name(phase.title, phase.doors), doors=doors_word(phase.doors),
            notes=[translate(DOOR_NOTES[door]) for door in DOOR_NOTES if door in phase.doors], note=phase.note,
            rules=rules_said(phase, challenge.brand_name), starts_at=phase.starts_at, ends_at=phase.ends_at,
            at="past" if phase.ends_at <= now else "now" if phase.starts_at <= now else "ahead",
            share=round((phase.ends_at - phase.starts_at).total_seconds() * 100 / whole, 2),
            span=span_said(phase.starts_at, phase.ends_at),
            span_there=span_there(phase.starts_at, phase.ends_at, challenge.brand_zone),
        )
        for phase in phases
    ]  # fmt: skip


def actions_of(challenge: ChallengeView, now: Phase | None, *, has_winners: bool) -> list[Action]:
    """What one can do in the present phase, the first for the thumb; what everybody can always do is no action."""
    doors = now.doors if now else []
    found = []
    if "propose" in doors:
        found.append(Action(translate(N_("发创意")), f"/ideas/new?challenge={challenge.public_id}"))
    if "vote" in doors:
        found.append(Action(translate(N_("去投票")), f"{challenge.url}?order=newest#ideas"))
    if "improve" in doors:
        found.append(Action(translate(N_("提改进")), f"{challenge.url}?order=newest#ideas"))
    if not found and has_winners:
        found.append(Action(translate(N_("看结果")), f"{challenge.url}/winners"))
    elif not found and challenge.phase == "ended" and challenge.ideas:
        found.append(Action(translate(N_("看创意")), f"{challenge.url}#ideas"))
    return found


async def themes_of(challenge: ChallengeView, phases: Sequence[Phase]) -> list[dict[str, Any]]:
    """Where several phases take ideas: each with how many came in it."""
    taking = [phase for phase in phases if "propose" in phase.doors]
    if len(taking) < 2:
        return []
    counts = await _counted(challenge.id) if challenge.ideas <= FEW_ENOUGH else {}
    none = 0 if challenge.ideas <= FEW_ENOUGH else None
    return [{"id": one.id, "position": one.position, "name": one.title, "n": counts.get(one.id, none)} for one in taking]


async def _counted(challenge: int) -> dict[int, int]:
    found = await rows(
        """select phase, count(*) as n from idea where challenge = {} and visibility = 'visible' and state = any({})
        and phase is not null group by phase""",
        challenge,
        list(LISTED),
    )
    return {one["phase"]: one["n"] for one in found}


async def has_winners(challenge: int) -> bool:
    return bool(
        await value(
            "select exists (select from idea where challenge = {} and visibility = 'visible' and state = any({}))",
            challenge, list(ADOPTED),
        )
    )  # fmt: skip
