"""What the votes and the clock decide about ideas on a ladder: found by two small indexes, decided under each idea's lock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.community.following.queries import followers
from app.foundation.database import execute, row, rows, transaction, value
from app.foundation.lifecycle import move_all
from app.notifications.actions import notify
from ideas.contributing.queries import team_of
from ideas.ladder.actions import climb_on
from ideas.ladder.queries import top_hearers
from ideas.ladder.rules import GRACE, Rung, judge, near
from ideas.rules import VOTABLE
from ideas.tables import Idea

AT_ONCE = 500
_VOTABLE = ", ".join(repr(state) for state in VOTABLE)

# Written as the index idea_rung_look says it, which holds those ideas alone that the ladder has yet to look at.
RISEN = f"""select i.id from idea i where i.rung_look is not null and i.vote_count >= i.rung_look
  and i.state in ({_VOTABLE}) and i.visibility = 'visible' and i.counts = 'shown' limit {AT_ONCE}"""
RUNG = f"select c.idea as id from climb c where c.look_at <= app_now() - interval '{GRACE.seconds} seconds' limit {AT_ONCE}"

_HELD = """select i.id, i.public_id, i.title, i.challenge, i.state, i.visibility, i.counts, i.vote_count, i.published_at,
    i.rung_look, c.ladder, c.rung, c.votes, c.began_at, c.ends_at, c.look_at, app_now() as now, r.days
  from idea i join climb c on c.idea = i.id left join ladder_rung r on r.ladder = c.ladder and r.position = c.rung
  where i.id = {} for no key update of i, c"""


@dataclass(frozen=True, slots=True)
class _Held:
    """An idea under its lock, with its climb."""

    id: int
    public_id: str
    title: str
    challenge: int | None
    state: str
    visibility: str
    counts: str
    vote_count: int
    published_at: datetime
    rung_look: int | None
    ladder: int
    rung: int
    votes: int | None
    began_at: datetime
    ends_at: datetime | None
    look_at: datetime | None
    now: datetime
    days: int | None

    @property
    def url(self) -> str:
        return f"/ideas/{self.public_id}"


async def settle(idea: int) -> bool:
    """What is due for it: near, reached, missed, or to be looked at later. False where nothing was."""
    async with transaction():
        # The first statement waits for the lock; the second sees what was written meanwhile.
        await execute("select 1 from idea where id = {} for no key update", idea)
        held = await row(_HELD, idea)
        return held is not None and await _decide(_Held(**held))


async def _decide(held: _Held) -> bool:
    if held.votes is None or held.state not in VOTABLE:
        return await _stop(held)
    if held.visibility != "visible" or held.counts != "shown":
        return await _later(held)
    by_bell = await _votes_by(held) if held.ends_at and held.now >= held.ends_at else held.vote_count
    verdict = judge(votes=held.votes, now=held.now, ends=held.ends_at, count=held.vote_count, by_bell=by_bell)
    if verdict == "reached":
        await _reach(held, held.votes)
    elif verdict == "missed":
        await _miss(held, held.votes, min(by_bell, held.vote_count))
    else:
        return await _tell_near(held, held.votes)
    return True


async def _votes_by(held: _Held) -> int:
    """How many of the votes that count were cast before the bell."""
    return await value(
        "select count(*) from vote where idea = {} and state = 'counted' and coalesce(changed_at, created_at) < {}",
        held.id, held.ends_at,
    )  # fmt: skip


async def _stop(held: _Held) -> bool:
    """Its clock and its votes decide nothing any more: withdrawn, answered, or at the top."""
    if held.look_at is None and held.rung_look is None:
        return False
    await execute("update climb set ends_at = null, look_at = null where idea = {}", held.id)
    await execute("update idea set rung_look = null where id = {}", held.id)
    return True


async def _later(held: _Held) -> bool:
    """Time in which nobody could see it, or its count, is given back day by day."""
    if held.look_at is None or held.look_at > held.now:
        return False
    by = held.now + timedelta(days=1) - held.look_at
    await execute("update climb set ends_at = ends_at + {}, look_at = look_at + {} where idea = {}", by, by, held.id)
    return True


async def _reach(held: _Held, votes: int) -> None:
    await execute(
        """insert into milestone (idea, votes, ladder, created_at) select {}, {}, {}, coalesce((select max(at) from (
            select coalesce(changed_at, created_at) as at from vote where idea = {} and state = 'counted' order by 1 limit {}) v),
          app_now()) on conflict (idea, votes) do nothing""",
        held.id, votes, held.ladder, held.id, votes,
    )  # fmt: skip
    found = await row("select votes, days from ladder_rung where ladder = {} and position = {}", held.ladder, held.rung + 1)
    above = Rung(**found) if found else None
    await climb_on(held.id, held.rung + 1, above, held.now)
    team = await team_of(held.id)
    told: dict[str, Any] = {"idea": held.title, "votes": votes}
    if above:
        await notify(team, "rung_reached", held.url, **told, next=above.votes, days=above.days)
    else:
        await notify(team, "top_reached", held.url, **told)
        await notify(set(await top_hearers(held.challenge)) - set(team), "top_idea", held.url, **told)
    await notify(set(await followers("idea", held.id)) - set(team), "followed_idea_rung", held.url, **told)


async def _miss(held: _Held, votes: int, count: int) -> None:
    """Archived, unless nobody could vote when the bell rang, or its time began later than thought."""
    if (ends := await _later_bell(held)) is not False:
        await execute("update climb set ends_at = {}, look_at = {} where idea = {}", ends, ends, held.id)
        return
    if held.state != "published":
        await _stop(held)  # in review the brand decides, not the clock
        return
    await move_all(Idea, [held.id], "expired", source="rule", why=f"{count}/{votes} in {held.days} d")
    await execute("update climb set ends_at = null, look_at = null, missed_votes = {} where idea = {}", count, held.id)
    await execute("update idea set rung_look = null where id = {}", held.id)
    team = await team_of(held.id)
    told: dict[str, Any] = {"idea": held.title, "votes": votes, "count": count, "days": held.days}
    had_chance = await value("select second_chance_at is not null from climb where idea = {}", held.id)
    await notify(team, "idea_expired_again" if had_chance else "idea_expired", held.url, **told)
    await notify(set(await followers("idea", held.id)) - set(team), "followed_idea_expired", held.url, **told)


async def _later_bell(held: _Held) -> datetime | bool | None:
    """Another bell, None for none any more, False where this one holds.

    What waited for somebody to look at it has its time from the moment it was shown. In a challenge a bell outside
    the phases with votes rings at the end of the next such phase; after the last of them its brand decides.
    """
    assert held.ends_at is not None and held.days is not None
    shown = held.published_at + timedelta(days=held.days)
    if held.rung == 1 and shown > held.now and held.published_at > held.began_at:
        return shown
    if held.challenge is None:
        return False
    found = await row(
        """select starts_at <= {} as is_now, ends_at from challenge_phase
        where challenge = {} and 'vote' = any(doors) and ends_at >= {} order by starts_at limit 1""",
        held.ends_at, held.challenge, held.ends_at,
    )  # fmt: skip
    if found is None:
        return None
    return False if found["is_now"] else found["ends_at"]


async def _tell_near(held: _Held, votes: int) -> bool:
    """Once by the votes and once by the clock."""
    is_near = held.rung_look is not None and held.rung_look < votes and held.vote_count >= near(votes)
    is_late = held.look_at is not None and held.ends_at is not None and held.look_at <= held.now and held.look_at < held.ends_at
    if is_near:
        await execute("update idea set rung_look = {} where id = {}", votes, held.id)
    if is_late:
        await execute("update climb set look_at = ends_at where idea = {}", held.id)
    if not (is_near or is_late):
        return False
    if held.ends_at is None:  # nothing hurries any more
        return True
    team = await team_of(held.id)
    told: dict[str, Any] = {"idea": held.title, "votes": votes, "missing": votes - held.vote_count, "ends": held.ends_at}
    if is_near:
        await notify(team, "rung_near", held.url, **told)
    if is_late:
        await notify(team, "rung_ends", held.url, **told)
    await notify(set(await followers("idea", held.id)) - set(team), "followed_idea_near", held.url, **told)
    return True


async def due() -> list[int]:
    """The ideas that the ladder has to look at now."""
    return sorted({one["id"] for sql in (RISEN, RUNG) for one in await rows(sql)})
