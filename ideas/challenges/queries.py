"""Challenges as people see them: with their brand, their phases and how many ideas they brought."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.accounts.viewer import Viewer
from app.brands.rules import SHOWN_LOGO, SHOWN_NAME
from app.foundation.database import row, rows, value
from app.foundation.refusals import NotFound
from ideas.challenges.rules import TAKES_IDEAS, TAKES_VOTES, phase
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
    is_open: bool
    takes_votes: bool
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


_COUNT = f"""(select count(*) from idea i where i.challenge = c.id and i.visibility = 'visible'
    and i.state in ({", ".join(repr(state) for state in LISTED)}))"""
_PUBLIC = "c.visibility = 'visible' and c.published_at is not null"
_PLAIN = f"""select c.id, c.public_id, c.title, c.brief, c.cover, c.opens_at, c.deadline, c.visibility, c.hidden_reason, c.lang,
    b.id as brand, b.public_id as brand_id, {SHOWN_NAME} as brand_name, {SHOWN_LOGO} as brand_logo, b.time_zone as brand_zone,
    c.prizes, c.share_percent, c.published_at, c.answer_days, c.answer_due_at,
    {TAKES_IDEAS} as is_open, {TAKES_VOTES} as takes_votes, app_now() as now, {{ideas}} as ideas
    from challenge c join brand b on b.id = c.brand"""
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
    return _views(await rows(f"{_SELECT} where {_PUBLIC} and {where} order by {order}, c.id desc limit {{}}", limit))


async def challenge_by_public_id(viewer: Viewer, public_id: str) -> ChallengeView:
    """NotFound unless it is visible; its brand's team and staff see a hidden one with its reason."""
    found = await row(
        f"""{_SELECT} where c.public_id = {{}} and (({_PUBLIC}) or ({{}} and c.published_at is not null) or exists (
        select 1 from brand_member t where t.brand = c.brand and t.member = {{}}))""",
        public_id, viewer.is_staff, viewer.id,
    )  # fmt: skip
    if found is None:
        raise NotFound
    return ChallengeView(**found)


async def desk_challenges(brand: int) -> list[ChallengeView]:
    return _views(await rows(f"{_SELECT} where c.brand = {{}} order by c.deadline desc, c.id desc", brand))


async def desk_challenge(brand: int, public_id: str) -> ChallengeView:
    found = await row(f"{_SELECT} where c.brand = {{}} and c.public_id = {{}}", brand, public_id)
    if found is None:
        raise NotFound
    return ChallengeView(**found)


async def open_challenges(limit: int) -> list[ChallengeView]:
    """Those that take ideas now, the nearest deadline first."""
    return _views(
        await rows(
            f"{_SELECT} where {_PUBLIC} and c.deadline > app_now() and {TAKES_IDEAS} order by c.deadline limit {{}}",
            limit,
        )
    )


async def challenges_taking(chosen: str = "", limit: int = 100) -> list[ChallengeView]:
    """For a choice, uncounted: those that take ideas now, and the one already chosen, so that it never changes by itself."""
    return _views(
        await rows(
            f"""{_UNCOUNTED} where {_PUBLIC} and ((c.deadline > app_now() and {TAKES_IDEAS}) or c.public_id = {{}})
            order by c.deadline limit {{}}""",
            chosen, limit,
        )
    )  # fmt: skip


async def challenges_of_brand(brand: int, limit: int = 6) -> list[ChallengeView]:
    """What its public page shows: open ones and those about to open."""
    return _views(
        await rows(
            f"""{_SELECT} where c.brand = {{}} and {_PUBLIC} and c.deadline > app_now()
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
