"""A campaign's sections as its public page shows them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.accounts.queries import Person, people
from app.foundation.money import Money
from campaigns.revising.queries import count_changes, latest_words
from campaigns.rules import PUBLIC
from campaigns.sections.queries import Parts, parts_of
from campaigns.sections.rules import balance, shares
from campaigns.sections.videos import Video, kept_video


@dataclass(frozen=True, slots=True)
class Step:
    """`what`: a step of the brand's, or "deadline" or "delivery", which the promise itself sets."""

    month: date
    title: str
    text: str = ""
    is_done: bool = False
    what: str = "step"


@dataclass(frozen=True, slots=True)
class Cost:
    title: str
    text: str
    amount: Money
    percent: int


@dataclass(frozen=True, slots=True)
class Budget:
    """`own`: what the brand brings beyond the goal; `missing`: what is asked for and not said what for."""

    costs: list[Cost]
    total: Money
    own: Money
    missing: Money


@dataclass(frozen=True, slots=True)
class Maker:
    """A member (`person`), or a name that was typed."""

    name: str
    text: str
    person: Person | None


@dataclass(frozen=True, slots=True)
class Sections:
    video: Video | None
    timeline: list[Step]
    risks: str
    budget: Budget | None
    team: list[Maker]
    faq: list[tuple[str, str]]
    changes: int
    latest: list[dict[str, Any]]


async def sections_of(campaign: dict[str, Any], tiers: list[dict[str, Any]], parts: Parts | None = None) -> Sections:
    """`parts` where they are not the kept ones: of a section that is only tried."""
    parts = parts or await parts_of(campaign["id"])
    named = [one["member"] for one in parts["team"] if one["member"]]
    known = await people(named) if named else {}
    changes = await count_changes(campaign["id"]) if campaign["state"] in PUBLIC else 0
    return Sections(
        video=kept_video(campaign["video"]),
        timeline=timeline_of(campaign, parts, tiers),
        risks=campaign["risks"],
        budget=budget_of(campaign, parts),
        team=[_maker(one, known) for one in parts["team"]],
        faq=[(one["title"], one["text"]) for one in parts["faq"]],
        changes=changes,
        latest=await latest_words(campaign["id"]) if changes else [],
    )


def _maker(one: dict[str, Any], known: dict[int, Person]) -> Maker:
    person = known[one["member"]] if one["member"] else None
    return Maker(person.name if person else one["title"], one["text"], person)


def timeline_of(campaign: dict[str, Any], parts: Parts, tiers: list[dict[str, Any]]) -> list[Step]:
    """The brand's steps, with the deadline and the months promised to the tiers in their places; none without steps."""
    if not parts["timeline"]:
        return []
    steps = [Step(one["month"], one["title"], one["text"], one["is_done"]) for one in parts["timeline"]]
    if campaign["deadline"]:
        steps.append(Step(campaign["deadline"].date().replace(day=1), "", what="deadline"))
    for month in sorted({tier["deliver_month"] for tier in tiers if tier.get("deliver_month")}):
        titles = [tier["title"] for tier in tiers if tier["deliver_month"] == month]
        steps.append(Step(month, "、".join(titles) if len(titles) < len(tiers) else "", what="delivery"))
    return sorted(steps, key=lambda step: (step.month, ("deadline", "step", "delivery").index(step.what)))


def budget_of(campaign: dict[str, Any], parts: Parts) -> Budget | None:
    found, currency = parts["budget"], campaign["currency"]
    if not found:
        return None
    sums = balance(found, campaign["goal"])
    percents = shares([one["amount"] for one in found])
    return Budget(
        costs=[
            Cost(one["title"], one["text"], Money(one["amount"], currency), percent)
            for one, percent in zip(found, percents, strict=True)
        ],
        total=Money(sums.total, currency), own=Money(sums.own, currency), missing=Money(sums.missing, currency),
    )  # fmt: skip
