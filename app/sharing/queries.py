"""What came of a member's sharing, and of a brand's scenes."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import rows, value
from app.foundation.i18n import translate
from app.settings import settings
from app.sharing.codes import codes_of
from app.sharing.outcomes import WEEKS, Count, Outcome, outcomes, titles_of
from app.web.formats import number


@dataclass(slots=True)
class Came:
    """Counts of each kind, in the kinds' order: in all, by week, by thing, by ref."""

    kinds: dict[str, Outcome]
    weeks: list[date]
    total: Counter[str] = field(default_factory=Counter)
    by_week: dict[date, Counter[str]] = field(default_factory=dict)
    by_thing: dict[str, Counter[str]] = field(default_factory=dict)
    by_ref: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def add(self, kind: str, count: Count) -> None:
        self.total[kind] += count.n
        self.by_week.setdefault(count.week, Counter())[kind] += count.n
        self.by_thing.setdefault(count.thing, Counter())[kind] += count.n
        self.by_ref.setdefault((count.thing, count.ref), Counter())[kind] += count.n

    def words(self) -> list[tuple[str, str]]:
        """Kinds and what they are called, in the reader's language."""
        return [(kind, translate(outcome.word)) for kind, outcome in self.kinds.items()]

    def stats(self) -> list[tuple[str, str, str]]:
        """For the macro of that name."""
        return [(word, number(self.total[kind]), "") for kind, word in self.words()]

    def acts_in(self, week: date) -> int:
        """Everything but the openings."""
        found = self.by_week.get(week, Counter())
        return found.total() - found["opened"]

    def most_in_a_week(self) -> int:
        return max([2, *(found["opened"] for found in self.by_week.values()), *(self.acts_in(week) for week in self.by_week)])

    @property
    def is_empty(self) -> bool:
        return not any(self.total.values())

    def things(self) -> list[tuple[str, Counter[str]]]:
        """Those that brought most first."""
        return sorted(((thing, n) for thing, n in self.by_thing.items() if thing), key=lambda pair: (-pair[1].total(), pair[0]))

    def refs(self, thing: str) -> list[tuple[str, Counter[str]]]:
        return sorted(
            ((ref, n) for (at, ref), n in self.by_ref.items() if at == thing), key=lambda pair: (-pair[1].total(), pair[0])
        )


async def _empty(kinds: dict[str, Outcome]) -> Came:
    today: date = await value("select (app_now() at time zone {})::date", settings.time_zone.key)
    monday = today - timedelta(days=today.weekday())
    ordered = dict(sorted(kinds.items(), key=lambda pair: pair[1].order))
    return Came(ordered, [monday - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)])


async def came_of(viewer: Viewer) -> Came:
    """Of the viewer's own links."""
    codes = await codes_of(viewer.id)
    came = await _empty(outcomes)
    for kind, outcome in came.kinds.items():
        for count in await outcome.of_refs(codes) if codes else []:
            came.add(kind, count)
    came.titles = await titles_of(thing for thing in came.by_thing if thing)
    return came


MEMBERS = "·"  # stands for all members' codes together: which of them it was is nobody else's business


async def came_to(brand: int) -> Came:
    """To a brand's challenges and campaigns, by scene; members' links are one."""
    came = await _empty({kind: outcome for kind, outcome in outcomes.items() if outcome.at_brand})
    found: list[tuple[str, Count]] = []
    for kind, outcome in came.kinds.items():
        assert outcome.at_brand is not None
        found += [(kind, count) for count in await outcome.at_brand(brand)]
    codes = await _codes_among({count.ref for _, count in found})
    for kind, count in found:
        came.add(kind, Count(MEMBERS if count.ref in codes else count.ref, count.thing, count.week, count.n))
    came.titles = await titles_of(came.by_thing)
    return came


async def _codes_among(refs: set[str]) -> set[str]:
    found: list[dict[str, Any]] = await rows("select code from share_code where code = any({})", list(refs))
    return {one["code"] for one in found}
