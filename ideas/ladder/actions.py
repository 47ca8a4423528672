"""Setting a ladder, putting an idea on it, and the one second chance."""

from collections.abc import Sequence
from datetime import datetime

from app.accounts.viewer import Viewer
from app.foundation.database import execute, insert, row, sole_lock, transaction, value
from app.foundation.i18n import N_
from app.foundation.lifecycle import move_all
from app.foundation.refusals import NotFound, Refusal
from ideas.contributing.queries import may_edit
from ideas.ladder.queries import rungs_of, valid_ladder
from ideas.ladder.rules import Rung, check_rungs, look, reminder
from ideas.ladder.tables import Ladder
from ideas.tables import Idea

# From when on an idea of this challenge ({}) can be voted for: now, or when the next phase with votes begins.
_VOTABLE_FROM = """greatest(app_now(), coalesce((select min(starts_at) from challenge_phase
  where challenge = {}::bigint and 'vote' = any(doors) and ends_at > app_now()), app_now()))"""


async def set_ladder(rungs: Sequence[Rung], *, challenge: int | None = None, by: int | None = None) -> bool:
    """For ideas published from now on; none of them: no ladder. False where nothing changes."""
    check_rungs(rungs)
    async with transaction():
        await sole_lock("ladder", challenge or 0)
        if tuple(rungs) == await rungs_of(challenge):
            return False
        made = await insert(Ladder, challenge=challenge, made_by=by)
        await execute(
            """insert into ladder_rung (ladder, position, votes, days)
            select {}, n, votes, days from unnest({}::int[], {}::int[]) with ordinality as r (votes, days, n)""",
            made["id"], [rung.votes for rung in rungs], [rung.days for rung in rungs],
        )  # fmt: skip
        return True


async def begin_climb(idea: int, challenge: int | None) -> None:
    """For an idea just published, in the caller's transaction."""
    found = await valid_ladder(challenge)
    if found is None:
        return
    ladder, rungs = found
    begins = await value(f"select {_VOTABLE_FROM}", challenge)
    await execute(
        "insert into climb (idea, ladder, began_at) values ({}, {}, {}) on conflict (idea) do nothing", idea, ladder, begins
    )
    await climb_on(idea, 1, rungs[0], begins)


async def climb_on(idea: int, position: int, rung: Rung | None, begins: datetime) -> None:
    """Towards this rung, its time beginning then; without one the top is reached, and nothing expires any more."""
    if rung is None:
        await execute("update climb set rung = {}, votes = null, ends_at = null, look_at = null where idea = {}", position, idea)
        await execute("update idea set rung_look = null where id = {}", idea)
        return
    ends = await value("select {}::timestamptz + {} * interval '1 day'", begins, rung.days)
    await execute(
        "update climb set rung = {}, votes = {}, began_at = {}, ends_at = {}, look_at = {}, missed_votes = null where idea = {}",
        position, rung.votes, begins, ends, reminder(begins, ends), idea,
    )  # fmt: skip
    count = await value("select vote_count from idea where id = {}", idea)
    await execute("update idea set rung_look = {} where id = {}", look(rung.votes, count), idea)


async def take_second_chance(viewer: Viewer, idea: dict) -> None:
    """Once, by those who write it: it is on view again and this rung's time begins anew."""
    if not await may_edit(viewer, idea):
        raise NotFound
    async with transaction():
        await execute("select 1 from idea where id = {} for no key update", idea["id"])
        found = await row(
            f"""select c.rung, c.second_chance_at, r.votes, r.days, {_VOTABLE_FROM} as begins,
              i.challenge is null or exists (select 1 from challenge_phase p where p.challenge = i.challenge
                and 'vote' = any(p.doors) and p.ends_at > app_now()) as is_votable
            from climb c join idea i on i.id = c.idea join ladder_rung r on r.ladder = c.ladder and r.position = c.rung
            where c.idea = {{}} for no key update of c""",
            idea["challenge"], idea["id"],
        )  # fmt: skip
        if found is None or found["second_chance_at"] is not None:
            raise Refusal(N_("每个创意只有一次再来的机会，已经用过了。"))
        if not found["is_votable"]:
            raise Refusal(N_("这个征集的投票已经结束，不能再来一次了；可以另发一个创意。"))
        if not await move_all(Idea, [idea["id"]], "published", actor=viewer.id):
            raise Refusal(N_("这个创意现在不需要第二次机会。"))
        await climb_on(idea["id"], found["rung"], Rung(found["votes"], found["days"]), found["begins"])
        await execute("update climb set second_chance_at = app_now() where idea = {}", idea["id"])
