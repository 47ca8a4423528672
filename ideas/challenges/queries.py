"""Challenges as people see them: with their brand, their phase and how many ideas they brought."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.accounts.viewer import Viewer
from app.brands.rules import SHOWN_LOGO, SHOWN_NAME
from app.foundation.database import row, rows
from app.foundation.refusals import NotFound
from ideas.challenges.rules import IS_OPEN, phase
from ideas.rules import LISTED


@dataclass(frozen=True, slots=True)
class ChallengeView:
    """A challenge with what its pages say about it; `is_open` is the database's word."""

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
    is_open: bool
    ideas: int
    now: datetime

    @property
    def url(self) -> str:
        return f"/challenges/{self.public_id}"

    @property
    def phase(self) -> str:
        return phase(self.opens_at, self.deadline, self.now)


_COUNT = f"""(select count(*) from idea i where i.challenge = c.id and i.visibility = 'visible'
    and i.state in ({", ".join(repr(state) for state in LISTED)}))"""
_PLAIN = f"""select c.id, c.public_id, c.title, c.brief, c.cover, c.opens_at, c.deadline, c.visibility, c.hidden_reason, c.lang,
    b.id as brand, b.public_id as brand_id, {SHOWN_NAME} as brand_name, {SHOWN_LOGO} as brand_logo, b.time_zone as brand_zone,
    {IS_OPEN} as is_open, app_now() as now, {{ideas}} as ideas
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
    return _views(
        await rows(f"{_SELECT} where c.visibility = 'visible' and {where} order by {order}, c.id desc limit {{}}", limit)
    )


async def challenge_by_public_id(viewer: Viewer, public_id: str) -> ChallengeView:
    """NotFound unless it is visible; its brand's team and staff see a hidden one with its reason."""
    found = await row(
        f"""{_SELECT} where c.public_id = {{}} and (c.visibility = 'visible' or {{}} or exists (
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
            f"{_SELECT} where c.visibility = 'visible' and c.deadline > app_now() and {IS_OPEN} order by c.deadline limit {{}}",
            limit,
        )
    )


async def challenges_taking(chosen: str = "", limit: int = 100) -> list[ChallengeView]:
    """For a choice, uncounted: those that take ideas now, and the one already chosen, so that it never changes by itself."""
    return _views(
        await rows(
            f"""{_UNCOUNTED} where c.visibility = 'visible' and ((c.deadline > app_now() and {IS_OPEN}) or c.public_id = {{}})
            order by c.deadline limit {{}}""",
            chosen, limit,
        )
    )  # fmt: skip


async def challenges_of_brand(brand: int, limit: int = 6) -> list[ChallengeView]:
    """What its public page shows: open ones and those about to open."""
    return _views(
        await rows(
            f"""{_SELECT} where c.brand = {{}} and c.visibility = 'visible' and c.deadline > app_now()
            order by c.deadline limit {{}}""",
            brand, limit,
        )
    )  # fmt: skip


async def is_answered(challenge: int) -> bool:
    """Whether anybody has published an idea in it (also one hidden or withdrawn since)."""
    return await row("select 1 from idea where challenge = {} and published_at is not null limit 1", challenge) is not None
