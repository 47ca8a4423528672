"""Two members' votes become one member's: no vote is lost, none counts twice, and counts equal rows throughout."""

from app.foundation.database import execute, rows
from ideas.ranking import recount
from ideas.voting.locking import lock_challenges, lock_ideas
from ideas.voting.settling import settle

MERGED = "merged"

# Whether a vote stands in its voter's eyes; a moved one stands at the idea that its own became part of.
_IN = "('counted', 'waiting', 'quarantined')"


async def merge_votes(from_: int, into: int) -> int:
    """How many votes went over. Called inside the merge's transaction, before the ideas change hands.

    Their challenges and ideas are locked first, in voting's own order; a vote that comes after that is the next run's.
    """
    both = [from_, into]
    voted_in = await rows(
        """select distinct i.challenge from vote v join idea i on i.id = v.idea
        where v.member = any({}::bigint[]) and i.challenge is not null""",
        both,
    )
    challenges = [one["challenge"] for one in voted_in]
    await lock_challenges(challenges)
    touched = await lock_ideas(
        [one["idea"] for one in await rows("select distinct idea from vote where member = any({}::bigint[])", both)]
    )
    await _let_one_stand(touched, from_, into)
    await _withdraw_for_own(touched, from_, into)
    moved = await rows(
        """update vote v set member = {} where v.member = {} and v.idea = any({}::bigint[])
          and not exists (select 1 from vote o where o.idea = v.idea and o.member = {}) returning id""",
        into, from_, touched, into,
    )  # fmt: skip
    for challenge in sorted(challenges):
        await _give_back_beyond_budget(challenge, into)
        await settle(challenge, both)
    await recount(touched)
    return len(moved)


async def _let_one_stand(ideas: list[int], from_: int, into: int) -> None:
    """Where both voted, the row of the member that stays says what stands; the other's is kept, withdrawn.

    Suspicion outlives the merge: of a vote in quarantine and a counted one the former stays, so that staff decides once.
    """
    await execute(
        f"""update vote t set changed_at = app_now(),
          state = case when t.state = 'moved' or o.state = 'moved' then 'moved'
            when 'quarantined' in (t.state, o.state) then 'quarantined'
            when 'counted' in (t.state, o.state) then 'counted' else 'waiting' end,
          suspect = case when o.state = 'quarantined' and t.state <> 'quarantined' then o.suspect else t.suspect end,
          reason = case when o.state = 'quarantined' and t.state <> 'quarantined' then o.reason else t.reason end
        from vote o where t.member = {{}} and o.member = {{}} and o.idea = t.idea and t.idea = any({{}}::bigint[])
          and o.state in ('moved', {_IN[1:-1]}) and o.state <> t.state""",
        into, from_, ideas,
    )  # fmt: skip
    await execute(
        """update vote o set state = 'withdrawn', reason = {}, changed_at = app_now()
        from vote t where o.member = {} and t.member = {} and o.idea = t.idea and o.idea = any({}::bigint[])
          and o.state <> 'withdrawn'""",
        MERGED, from_, into, ideas,
    )  # fmt: skip


async def _withdraw_for_own(ideas: list[int], from_: int, into: int) -> None:
    """Nobody votes for an idea of their own, and from now on the ideas of both are; those that they helped to write too."""
    await execute(
        f"""update vote v set state = 'withdrawn', reason = {{}}, changed_at = app_now() from idea i
        where v.idea = i.id and i.id = any({{}}::bigint[]) and v.member in ({{}}, {{}}) and v.state in {_IN}
          and (i.author in ({{}}, {{}}) or exists (select 1 from contribution k
            where k.idea = i.id and k.member in ({{}}, {{}}) and k.role = 'co_author'))""",
        MERGED, ideas, from_, into, from_, into, from_, into,
    )  # fmt: skip


async def _give_back_beyond_budget(challenge: int, member: int) -> None:
    """Two budgets become one: the latest votes beyond it are taken back. By the phase that takes votes, or the last that did."""
    await execute(
        f"""with held as (select p.budget from challenge_phase p where p.challenge = {{}} and 'vote' = any(p.doors)
          and p.starts_at <= app_now() order by p.starts_at desc limit 1),
        own as (select v.id, row_number() over (order by v.created_at, v.id) as n from vote v join idea i on i.id = v.idea
          where v.member = {{}} and i.challenge = {{}} and v.state in {_IN} and i.state not in ('withdrawn', 'removed'))
        update vote v set state = 'withdrawn', reason = {{}}, changed_at = app_now()
        from own, held where v.id = own.id and own.n > held.budget""",
        challenge, member, challenge, MERGED,
    )  # fmt: skip
