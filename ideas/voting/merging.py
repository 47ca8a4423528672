"""Two members' votes become one member's: no vote is lost, none counts twice, and counts equal rows throughout."""

from app.foundation.database import execute, rows
from ideas.ranking import recount

MERGED = "merged"

_TOUCHED = """select id from idea where id in (select idea from vote where member in ({}, {}))
order by id for no key update"""


async def merge_votes(from_: int, into: int) -> int:
    """How many votes went over. Called inside the merge's transaction, before the ideas change hands.

    Ideas are locked first, in the order of their ids, as voting does it; a vote that comes after that is the next run's.
    """
    touched = [one["id"] for one in await rows(_TOUCHED, from_, into)]
    await _let_one_stand(touched, from_, into)
    await _withdraw_for_own(touched, from_, into)
    moved = await rows(
        """update vote v set member = {} where v.member = {} and v.idea = any({}::bigint[])
          and not exists (select 1 from vote o where o.idea = v.idea and o.member = {}) returning id""",
        into, from_, touched, into,
    )  # fmt: skip
    await recount(touched)
    return len(moved)


async def _let_one_stand(ideas: list[int], from_: int, into: int) -> None:
    """Where both voted, the row of the member that stays says what stands; the other's is kept, withdrawn.

    Suspicion outlives the merge: of a vote in quarantine and a counted one the former stays, so that staff decides once.
    """
    await execute(
        """update vote t set state = case when 'quarantined' in (t.state, o.state) then 'quarantined' else 'counted' end,
          reason = case when o.state = 'quarantined' and t.state <> 'quarantined' then o.reason else t.reason end,
          changed_at = app_now()
        from vote o where t.member = {} and o.member = {} and o.idea = t.idea and t.idea = any({}::bigint[])
          and o.state <> 'withdrawn' and o.state <> t.state""",
        into, from_, ideas,
    )  # fmt: skip
    await execute(
        """update vote o set state = 'withdrawn', reason = {}, changed_at = app_now()
        from vote t where o.member = {} and t.member = {} and o.idea = t.idea and o.idea = any({}::bigint[])
          and o.state <> 'withdrawn'""",
        MERGED, from_, into, ideas,
    )  # fmt: skip


async def _withdraw_for_own(ideas: list[int], from_: int, into: int) -> None:
    """Nobody votes for an idea of their own, and from now on the ideas of both are."""
    await execute(
        """update vote v set state = 'withdrawn', reason = {}, changed_at = app_now() from idea i
        where v.idea = i.id and i.id = any({}::bigint[]) and v.member in ({}, {}) and i.author in ({}, {})
          and v.state <> 'withdrawn'""",
        MERGED, ideas, from_, into, from_, into,
    )  # fmt: skip
