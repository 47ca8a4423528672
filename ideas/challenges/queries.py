"""Challenges as people see them: with their brand, their phases and how many ideas they brought."""

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.accounts.viewer import Viewer
from app.brands.rules import SHOWN_LOGO, SHOWN_NAME
from app.foundation.database import row, rows, value
from app.foundation.i18n import N_
from app.foundation.refusals import NotFound
from ideas.challenges.phasing import Plan
from ideas.challenges.rules import IS_PUBLIC, TAKES_IDEAS, TAKES_VOTES, phase, standing
from ideas.rules import LISTED


@dataclass(frozen=True, slots=True)
class ChallengeView:
    """A challenge with what its pages say about it; what is open is the database's word."""

    id: int
    public_id: str
    title: str
    brief: str
    cover: str
    opens_at: datetime
    deadline: datetime
    visibility: str
    hidden_reason: str
    lang: str
    brand: int
    brand_id: str
    brand_name: str
    brand_logo: str
    brand_zone: str
    prizes: str
    share_percent: Decimal | None
    published_at: datetime | None
    answer_days: int
    answer_due_at: datetime | None
    version: int
    is_open: bool
    takes_votes: bool
    phase_title: str  # of the phase that is on or comes next; none of either once all are over
    doors: list[str]
    phase_starts_at: datetime | None
    phase_ends_at: datetime | None
    ideas: int
    now: datetime

    @property
    def url(self) -> str:
        return f"/challenges/{self.public_id}"

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @property
    def phase(self) -> str:
        return phase(self.opens_at, self.deadline, self.now)

    @property
    def is_over(self) -> bool:
        """Every phase has ended."""
        return not self.is_draft and self.phase_ends_at is None

    @property
    def is_in_phase(self) -> bool:
        """Not before the first, nor between two, nor after the last."""
        return self.phase_starts_at is not None and self.phase_starts_at <= self.now

    @property
    def standing(self) -> tuple[str, str]:
        """In a word, and its tone."""
        if self.is_draft:
            return N_("草稿"), "quiet"
        return standing(self.phase, self.doors, self.is_in_phase)


_COUNT = f"""(select count(*) from idea i where i.challenge = c.id and i.visibility = 'visible'
    and i.state in ({", ".join(repr(state) for state in LISTED)}))"""
_PLAIN = f"""select c.id, c.public_id, c.title, c.brief, c.cover, c.opens_at, c.deadline, c.visibility, c.hidden_reason, c.lang,
    b.id as brand, b.public_id as brand_id, {SHOWN_NAME} as brand_name, {SHOWN_LOGO} as brand_logo, b.time_zone as brand_zone,
    c.prizes, c.share_percent, c.published_at, c.answer_days, c.answer_due_at, c.version,
    coalesce(p.title, '') as phase_title, coalesce(p.doors, array[]::text[]) as doors, p.starts_at as phase_starts_at,
    p.ends_at as phase_ends_at,
    {TAKES_IDEAS} as is_open, {TAKES_VOTES} as takes_votes, app_now() as now, {{ideas}} as ideas
    from challenge c join brand b on b.id = c.brand left join lateral (select * from challenge_phase h
      where h.challenge = c.id and h.ends_at > app_now() order by h.starts_at limit 1) p on true"""
_SELECT = _PLAIN.format(ideas=_COUNT)
_UNCOUNTED = _PLAIN.format(ideas="0")
_PHASES = {
    "open": ("c.deadline > app_now()", "c.opens_at > app_now(), c.deadline"),
    "closing": (
        "c.opens_at <= app_now() and c.deadline > app_now() and c.deadline <= app_now() + interval '72 hours'",
        "c.deadline",
    ),
    "ended": ("c.deadline <= app_now()", "c.deadline desc"),
}  # fmt: skip


def _views(found: list[dict[str, Any]]) -> list[ChallengeView]:
    return [ChallengeView(**one) for one in found]


async def challenges_in(phase: str, limit: int = 60) -> list[ChallengeView]:
    """The public list: `open` (those about to begin last), `closing`, or `ended`."""
    where, order = _PHASES[phase]
    return _views(await rows(f"{_SELECT} where {IS_PUBLIC} and {where} order by {order}, c.id desc limit {{}}", limit))


async def challenges_with(ids: list[int]) -> list[ChallengeView]:
    """Of these the public ones, in this order."""
    found = {one.id: one for one in _views(await rows(f"{_SELECT} where {IS_PUBLIC} and c.id = any({{}}::bigint[])", ids))}
    return [found[one] for one in ids if one in found]


async def challenge_by_public_id(viewer: Viewer, public_id: str) -> ChallengeView:
    """NotFound unless it is visible; its brand's team and staff see a hidden one with its reason."""
    found = await row(
        f"""{_SELECT} where c.public_id = {{}} and ({IS_PUBLIC} or ({{}} and c.published_at is not null) or exists (
        select 1 from brand_member t where t.brand = c.brand and t.member = {{}}))""",
        public_id, viewer.is_staff, viewer.id,
    )  # fmt: skip
    if found is None:
        raise NotFound
    return ChallengeView(**found)


async def challenge_for_preview(public_id: str) -> ChallengeView | None:
    """Draft or not; for whoever has its link."""
    found = await row(f"{_SELECT} where c.public_id = {{}} and c.visibility = 'visible'", public_id)
    return ChallengeView(**found) if found else None


async def desk_challenges(brand: int) -> list[ChallengeView]:
    """Drafts first."""
    order = "c.published_at is not null, c.deadline desc, c.id desc"
    return _views(await rows(f"{_SELECT} where c.brand = {{}} order by {order}", brand))


async def desk_challenge(brand: int, public_id: str) -> ChallengeView:
    found = await row(f"{_SELECT} where c.brand = {{}} and c.public_id = {{}}", brand, public_id)
    if found is None:
        raise NotFound
    return ChallengeView(**found)


async def open_challenges(limit: int) -> list[ChallengeView]:
    """Those that take ideas now, the nearest deadline first."""
    return _views(
        await rows(
            f"{_SELECT} where {IS_PUBLIC} and c.deadline > app_now() and {TAKES_IDEAS} order by c.deadline limit {{}}",
            limit,
        )
    )


async def challenges_taking(chosen: str = "", limit: int = 100) -> list[ChallengeView]:
    """For a choice, uncounted: those that take ideas now, and the one already chosen, so that it never changes by itself."""
    return _views(
        await rows(
            f"""{_UNCOUNTED} where {IS_PUBLIC} and ((c.deadline > app_now() and {TAKES_IDEAS}) or c.public_id = {{}})
            order by c.deadline limit {{}}""",
            chosen, limit,
        )
    )  # fmt: skip


async def challenges_of_brand(brand: int, limit: int = 6) -> list[ChallengeView]:
    """What its public page shows: open ones and those about to open."""
    return _views(
        await rows(
            f"""{_SELECT} where c.brand = {{}} and {IS_PUBLIC} and c.deadline > app_now()
            order by c.deadline limit {{}}""",
            brand, limit,
        )
    )  # fmt: skip


async def is_answered(challenge: int) -> bool:
    """Whether anybody has published an idea in it (also one hidden or withdrawn since)."""
    return await row("select 1 from idea where challenge = {} and published_at is not null limit 1", challenge) is not None


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase as its rows say it; `doors` is what may be done in it."""

    id: int
    position: int
    title: str
    note: str
    doors: list[str]
    starts_at: datetime
    ends_at: datetime
    who: str
    account_days: int
    most_ideas: int | None
    budget: int | None
    least_votes: int
    counts: str


_PHASE = """select p.id, p.position, p.title, p.note, p.doors, p.starts_at, p.ends_at, p.who, p.account_days, p.most_ideas,
    p.budget, p.least_votes, p.counts from challenge_phase p where p.challenge = {}"""


async def phases_of(challenge: int) -> list[Phase]:
    """In their order."""
    return [Phase(**one) for one in await rows(f"{_PHASE} order by p.position", challenge)]


async def plans_of(challenge: int) -> list[Plan]:
    """As they are saved, for changing them."""
    return [
        Plan(
            key=f"p{place}", doors=tuple(one.doors), starts_at=one.starts_at, ends_at=one.ends_at, title=one.title, note=one.note,
            who=one.who, account_days=one.account_days, most_ideas=one.most_ideas, budget=one.budget,
            least_votes=one.least_votes, counts=one.counts, was=place,
        )
        for place, one in enumerate(await phases_of(challenge), start=1)
    ]  # fmt: skip


async def zone_of(brand: int) -> str:
    """By whose clock its dates are typed."""
    return str(await value("select time_zone from brand where id = {}", brand))


async def typed_of(challenge: int) -> dict[str, Any]:
    """A draft's form as it was last sent."""
    found = await value("select typed from challenge where id = {}", challenge)
    return json.loads(found) if isinstance(found, str) else dict(found or {})


async def current_phase(challenge: int) -> Phase | None:
    found = await row(f"{_PHASE} and p.starts_at <= app_now() and app_now() < p.ends_at", challenge)
    return Phase(**found) if found else None


async def phase_taking_ideas(challenge: int | None) -> int | None:
    """In which an idea that is published now comes."""
    if challenge is None:
        return None
    now = await current_phase(challenge)
    return now.id if now and "propose" in now.doors else None


async def counts_in(challenge: int | None) -> str:
    """Whether the counts of a challenge's ideas may be seen, now and as long as voting is to come."""
    hiding = await value(
        """select counts from challenge_phase
        where challenge = {} and 'vote' = any(doors) and ends_at > app_now() and counts <> 'shown'
        order by counts = 'until_end' desc limit 1""",
        challenge,
    )
    return hiding or "shown"
