"""Reading votes: which of some ideas a member voted for, what the rules leave them, and who voted for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import row, rows, value
from app.foundation.gathering import Gathering
from app.foundation.planned import planned_rows
from ideas.voting.rules import Ballot, VotingRules, left_of, short_of, votes_shown
from ideas.voting.statements import IS_OVER


async def _votes_of_many(asked: list[tuple[int, list[int]]]) -> list[set[int]]:
    pairs = [(n, member, idea) for n, (member, ideas) in enumerate(asked) for idea in ideas]
    numbers, members, ideas = zip(*pairs, strict=True)
    found = await planned_rows(
        """select a.n, v.idea from unnest({}::int[], {}::bigint[], {}::bigint[]) a (n, member, idea)
        join vote v on v.idea = a.idea and v.member = a.member where v.state not in ('withdrawn', 'moved')""",
        list(numbers), list(members), list(ideas),
    )  # fmt: skip
    voted: list[set[int]] = [set() for _ in asked]
    for one in found:
        voted[one["n"]].add(one["idea"])
    return voted


# Every list asks this of everybody signed in.
_own = Gathering(_votes_of_many)


async def votes_of(viewer: Viewer, ideas: Iterable[int]) -> set[int]:
    """Those of the ideas that the viewer's vote stands behind (also while it waits, or is in quarantine: that isn't told)."""
    wanted = list(ideas)
    if not viewer.is_signed_in or not wanted:
        return set()
    return await _own((viewer.id, wanted))


async def voters(idea: int) -> list[int]:
    """Members whose votes count, in the order in which they came."""
    found = await rows("select member from vote where idea = {} and state = 'counted' order by id", idea)
    return [one["member"] for one in found]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the seal shows."""

    shown: int | None
    voted: bool
    counts: str
    left: int | None = None
    short: int = 0


async def standing(viewer: Viewer, idea_id: str) -> Standing:
    """The idea's count as the viewer may see it, and whether their vote is in."""
    found = await row(
        """select i.vote_count, i.counts, i.author, exists (select 1 from vote v where v.idea = i.id and v.member = {}
          and v.state not in ('withdrawn', 'moved')) as voted from idea i where i.public_id = {}""",
        viewer.id, idea_id,
    )  # fmt: skip
    if found is None:
        return Standing(0, False, "shown")
    return Standing(votes_shown(found, found["voted"], viewer), found["voted"], found["counts"])


async def rules_now(challenge: int) -> VotingRules:
    """Of the phase in which votes are taken now; where none is, they ask nothing."""
    found = await row(
        """select who, account_days, budget, least_votes, counts from challenge_phase p
        where p.challenge = {} and 'vote' = any(p.doors) and p.starts_at <= app_now() and app_now() < p.ends_at""",
        challenge,
    )
    return VotingRules(**found) if found else VotingRules()


async def ballot_of(viewer: Viewer, challenge: int) -> Ballot:
    """Votes for what its author took back, or what was removed, are no longer spent."""
    found = await row(
        """select exists (select 1 from follow f join challenge c on c.brand = f.subject and f.kind = 'brand'
            where c.id = {} and f.member = m.id) as follows,
          exists (select 1 from identity t where t.member = m.id and t.kind = 'phone' and t.verified_at is not null) as has_phone,
          extract(day from app_now() - m.created_at)::int as account_days, votes.spent::int, votes.cast::int
        from member m, (select count(*) filter (where i.state not in ('withdrawn', 'removed')) as spent, count(*) as cast
          from vote v join idea i on i.id = v.idea where v.member = {} and i.challenge = {}
            and v.state in ('counted', 'waiting', 'quarantined')) votes where m.id = {}""",
        challenge, viewer.id, challenge, viewer.id,
    )  # fmt: skip
    assert found is not None
    return Ballot(**found)


@dataclass(frozen=True, slots=True)
class Told:
    """What pages say of a challenge's rules, and what they leave the viewer."""

    rules: VotingRules
    ballot: Ballot | None  # nobody's, signed out

    @property
    def left(self) -> int | None:
        return left_of(self.rules, self.ballot.spent if self.ballot else 0)

    @property
    def short(self) -> int:
        return short_of(self.rules, self.ballot.cast if self.ballot else 0)


async def rules_for(viewer: Viewer, challenge: int | None) -> Told | None:
    """None where there is nothing to tell."""
    if challenge is None:
        return None
    rules = await rules_now(challenge)
    if not rules.asks_something and rules.counts == "shown":
        return None
    ballot = await ballot_of(viewer, challenge) if viewer.is_signed_in and rules.asks_something else None
    return Told(rules, ballot)


async def in_quarantine(idea: int) -> int:
    """Votes for it that are being checked; those that were found not to count are none of them."""
    found = await row(
        """select count(*) as n from vote v join vote_case k on k.id = v.suspect and k.state = 'held'
        where v.idea = {} and v.state = 'quarantined'""",
        idea,
    )
    assert found is not None
    return int(found["n"])


async def voting_on(viewer: Viewer, idea: dict[str, Any]) -> dict[str, Any]:
    """What an idea's page shows of its votes: the seal, the challenge's rules, and how many are being checked."""
    voted = idea["id"] in await votes_of(viewer, [idea["id"]])
    told = await rules_for(viewer, idea["challenge"])
    left, short = (told.left, told.short) if told and told.ballot else (None, 0)
    seal = Standing(votes_shown(idea, voted, viewer), voted, idea["counts"], left, short)
    checking = 0 if seal.shown is None else await in_quarantine(idea["id"])
    return {"voted": voted, "seal": seal, "voting": told, "checking": checking, "merged": await _merged(idea)}


async def _merged(idea: dict[str, Any]) -> dict[str, Any] | None:
    """What it became part of, and why."""
    if idea["merged_into"] is None:
        return None
    return await row(
        """select i.public_id, i.title, i.lang, coalesce((select e.why from idea_event e
            where e.subject = {} and e.state = 'merged' order by e.id desc limit 1), '') as why
        from idea i where i.id = {} and i.visibility = 'visible'""",
        idea["id"], idea["merged_into"],
    )  # fmt: skip


async def is_over(challenge: int) -> bool:
    """Voting is over for good, and there was some."""
    return bool(
        await value(
            f"""select {IS_OVER} and exists (select 1 from challenge_phase p where p.challenge = c.id and 'vote' = any(p.doors))
            from challenge c where c.id = {{}}""",
            challenge,
        )
    )
