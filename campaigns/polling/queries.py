"""Polls with their options; the counts come along only for whom they are."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import row, rows, value
from campaigns.polling.rules import is_open, shows_counts


@dataclass(frozen=True, slots=True)
class Option:
    id: int
    public_id: str
    title: str
    picture: str
    count: int | None = None

    def share(self, of: int) -> float:
        return 100 * (self.count or 0) / of if of else 0.0


@dataclass(frozen=True, slots=True)
class Poll:
    """`mine`: the option that the viewer chose. `total` is None while they aren't shown how others chose."""

    id: int
    question: str
    ends_at: datetime | None
    options: tuple[Option, ...] = field(default_factory=tuple)
    mine: int | None = None
    total: int | None = None
    is_open: bool = False

    @property
    def words(self) -> str:
        return "\n".join([self.question, *(one.title for one in self.options)])

    @property
    def leaders(self) -> list[Option]:
        """Those that most chose; nobody leads where nobody answered."""
        most = max((one.count or 0 for one in self.options), default=0)
        return [one for one in self.options if most and one.count == most]


async def poll_of(update: int) -> Poll | None:
    """Without anybody's answers."""
    found = await row("select id, question, ends_at from update_poll where update = {}", update)
    if found is None:
        return None
    options = await rows(
        "select id, public_id, title, picture from update_poll_option where poll = {} order by position, id", found["id"]
    )
    return Poll(found["id"], found["question"], found["ends_at"], tuple(Option(**one) for one in options))


async def poll_for(viewer: Viewer, update: dict[str, Any], campaign_state: str, *, on_team: bool = False) -> Poll | None:
    """As a reader of the update sees it: counts once they have answered, or when it is over."""
    poll = await poll_of(update["id"])
    if poll is None or poll.ends_at is None or not poll.question:
        return None
    mine = await value("select option from update_poll_answer where poll = {} and member = {}", poll.id, viewer.id)
    poll = replace(poll, mine=mine, is_open=is_open(poll.ends_at, update["now"], campaign_state))
    if not shows_counts(answered=mine is not None, is_open=poll.is_open, on_team=on_team or viewer.is_staff):
        return poll
    return await with_counts(poll)


async def with_counts(poll: Poll) -> Poll:
    found = await rows("select option, count(*)::int as n from update_poll_answer where poll = {} group by option", poll.id)
    counts = {one["option"]: one["n"] for one in found}
    options = tuple(replace(one, count=counts.get(one.id, 0)) for one in poll.options)
    return replace(poll, options=options, total=sum(counts.values()))
