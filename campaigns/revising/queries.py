"""The public log of a campaign's changes, newest first: what changed in one moment stands together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from app.accounts.queries import Person, people
from app.accounts.viewer import Viewer
from app.foundation.database import rows, value
from app.foundation.differing import Paragraph
from campaigns.revising.rules import WORDS, told_as_text

A_PAGE = 40


@dataclass(frozen=True, slots=True)
class Told:
    """One change as it is read; `told` is its difference, `covers` the pictures before and after."""

    public_id: str
    what: str
    word: str
    person: Person | None
    told: list[Paragraph | int]
    covers: tuple[str, str]
    visibility: str


@dataclass(frozen=True, slots=True)
class Moment:
    at: datetime
    changes: list[Told]


async def count_changes(campaign: int) -> int:
    return await value("select count(*) from campaign_change where campaign = {} and visibility = 'visible'", campaign)


async def changes_of(viewer: Viewer, campaign: dict[str, Any], before: int = 0) -> tuple[list[Moment], int]:
    """A page of the log and the id to go on from (0: that was all); what was hidden is there for staff alone."""
    found = await rows(
        """select id, public_id, what, about, before, after, visibility, created_at from campaign_change
        where campaign = {} and (visibility = 'visible' or {}) and ({} = 0 or id < {}) order by id desc limit {}""",
        campaign["id"], viewer.is_staff, before, before, A_PAGE + 1,
    )  # fmt: skip
    known = await people(one["about"] for one in found)
    moments = [
        Moment(at, [_told(one, known) for one in sorted(group, key=lambda one: one["id"])])
        for at, group in groupby(found[:A_PAGE], key=lambda one: one["created_at"])
    ]
    return moments, found[A_PAGE - 1]["id"] if len(found) > A_PAGE else 0


def _told(one: dict[str, Any], known: dict[int, Person]) -> Told:
    is_cover = one["what"] == "cover"
    return Told(
        public_id=one["public_id"], what=one["what"], word=WORDS[one["what"]], person=known.get(one["about"]),
        told=[] if is_cover else told_as_text(one["what"], one["before"], one["after"]),
        covers=(one["before"], one["after"]) if is_cover else ("", ""), visibility=one["visibility"],
    )  # fmt: skip


async def latest_words(campaign: int, limit: int = 3) -> list[dict[str, Any]]:
    """For the campaign's own page: when, and of what."""
    found = await rows(
        """select created_at as at, array_agg(distinct what) as whats from campaign_change
        where campaign = {} and visibility = 'visible' group by created_at order by created_at desc limit {}""",
        campaign, limit,
    )  # fmt: skip
    return [{"at": one["at"], "words": _words(one["whats"])} for one in found]


def _words(whats: Iterable[str]) -> list[str]:
    return [WORDS[one] for one in WORDS if one in set(whats)]
