"""A least number of votes: a member's wait until there are so many, then all count at once; below it they wait again."""

from app.foundation.database import rows
from ideas.voting.rules import STANDING

# The least number that holds now in a challenge: of the phase that takes votes, else of the last one that did.
LEAST = """coalesce((select p.least_votes from challenge_phase p where p.challenge = {challenge} and 'vote' = any(p.doors)
  and p.starts_at <= app_now() order by p.starts_at desc limit 1), 0)"""

_IN = ", ".join(repr(state) for state in STANDING)


async def ideas_that_may_change(challenge: int, members: list[int]) -> list[int]:
    """Ideas of the challenge whose count may change when these members' votes begin or cease to count."""
    found = await rows(
        f"""select distinct v.idea from vote v join idea i on i.id = v.idea
        where v.member = any({{}}::bigint[]) and i.challenge = {{}} and v.state in ('counted', 'waiting')
          and {LEAST.format(challenge="i.challenge")} > 0""",
        members, challenge,
    )  # fmt: skip
    return [one["idea"] for one in found]


async def settle(challenge: int, members: list[int]) -> list[int]:
    """After their votes changed: those that wait begin to count, or the other way round. The ideas whose count that changes.

    For whoever holds the locks of the challenge (or of the members in it) and of `ideas_that_may_change`.
    """
    found = await rows(
        f"""with own as (
          select v.id, v.member, v.state, v.idea, count(*) over (partition by v.member) as standing from vote v
          join idea i on i.id = v.idea
          where v.member = any({{}}::bigint[]) and i.challenge = {{}} and v.state in ({_IN})),
        least as (select {LEAST.format(challenge="{}")} as votes)
        update vote v set state = case when own.standing >= least.votes then 'counted' else 'waiting' end
        from own, least where v.id = own.id
          and own.state = case when own.standing >= least.votes then 'waiting' else 'counted' end
        returning v.idea""",
        members, challenge, challenge,
    )  # fmt: skip
    return sorted({one["idea"] for one in found})
