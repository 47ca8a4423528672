"""Two ideas that are the same become one: every voter is carried over once, none is lost, none counts twice."""

from dataclasses import dataclass
from typing import Any

from app.accounts.viewer import Viewer
from app.brands.desk import MAY
from app.foundation.database import execute, row, rows, transaction
from app.foundation.i18n import N_
from app.foundation.lifecycle import move
from app.foundation.refusals import Refusal
from app.notifications.actions import Named, notify
from ideas.contributing.crediting import credit_team
from ideas.insights.actions import carry_answers
from ideas.ranking import recount
from ideas.rules import VOTABLE
from ideas.tables import Idea
from ideas.voting.locking import lock_challenges, lock_ideas
from ideas.voting.rules import STANDING
from ideas.voting.settling import ideas_that_may_change, settle

SAME = N_("一个创意不能并进它自己。")
ELSEWHERE = N_("只能并进同一个征集里的创意。")
OVER = N_("《%(idea)s》已经有结论或不在了，不能再合并。")
NOT_YOURS = N_("征集里的创意由征集方合并，自由提案由平台合并。")
WHY_NEEDED = N_("写一句为什么合并，两边的作者和投过票的人都看得到。")

_STANDING = ", ".join(repr(state) for state in STANDING)
# Whether the target's own row `t` is kept out by a case.
_KEPT_OUT = "exists (select 1 from vote_case k where k.id = t.suspect and k.state in ('held', 'upheld'))"
# Whose own the target is: its author and co-authors don't vote for it.
_OWNERS = """(select author as member from idea where id = {into}
  union select member from contribution where idea = {into} and role = 'co_author')"""


@dataclass(frozen=True, slots=True)
class Joining:
    """What merging would do, in figures: told before it is done."""

    voters: int  # whose votes stand for the source
    both: int  # of them, who voted for the target too
    owners: int  # of them, whose own the target is
    waiting: int  # of those carried over, whose voter hasn't cast enough yet
    after: int  # counted votes of the target afterwards

    @property
    def carried(self) -> int:
        return self.voters - self.both - self.owners


async def preview(from_: int, into: int) -> Joining:
    found = await row(
        f"""with source as (select s.member, case when exists (select 1 from vote t where t.idea = {{}} and t.member = s.member
            and {_KEPT_OUT}) then 'quarantined' else s.state end as state
          from vote s where s.idea = {{}} and s.state in ({_STANDING})),
        target as (select member, state from vote where idea = {{}} and state in ({_STANDING})),
        owners as {_OWNERS.format(into="{}")},
        facts as (select s.state, t.member is not null as is_in, o.member is not null as is_owner
          from source s left join target t on t.member = s.member left join owners o on o.member = s.member)
        select count(*) as voters, count(*) filter (where is_in) as both,
          count(*) filter (where is_owner and not is_in) as owners,
          count(*) filter (where state = 'waiting' and not is_in and not is_owner) as waiting,
          count(*) filter (where state = 'counted' and not is_in and not is_owner)
            + (select count(*) from target where state = 'counted') as after from facts""",
        into, from_, into, into, into,
    )  # fmt: skip
    assert found is not None
    return Joining(**found)


async def may_merge(viewer: Viewer, idea: dict[str, Any]) -> bool:
    """The challenge's brand those of its challenge, staff those of the open floor."""
    if idea["challenge"] is None:
        return viewer.is_staff
    roles = [role for role, deeds in MAY.items() if "edit" in deeds]
    return (
        await row(
            """select 1 from brand_member t join challenge c on c.brand = t.brand
            where c.id = {} and t.member = {} and t.role = any({})""",
            idea["challenge"], viewer.id, roles,
        )
        is not None
    )  # fmt: skip


async def merge_ideas(actor: Viewer, from_: int, into: int, why: str) -> Joining:
    """The source leads to the target from now on; its authors are credited, and everybody concerned is told once."""
    if from_ == into:
        raise Refusal(SAME)
    if not why.strip():
        raise Refusal(WHY_NEEDED, field="why")
    async with transaction():
        source, target = await _locked(from_, into)
        if not await may_merge(actor, source):
            raise Refusal(NOT_YOURS)
        told = await preview(from_, into)
        moved = await _carry_over(from_, into)
        touched = {from_, into, *(await settle(source["challenge"], moved) if source["challenge"] else [])}
        await move(Idea, from_, "merged", actor=actor.id, why=why, also=f"merged_into = {int(into)}")
        await execute("update idea set merged_into = {} where merged_into = {}", into, from_)
        await recount(sorted(touched))
        await credit_team(into, from_, "merged")
        await _take_followers_along(from_, into)
        await carry_answers(from_, into)
        await _tell(source, target, moved, why)
    return told


async def _locked(from_: int, into: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both as they stand now, theirs and all ideas whose counts may change; a vote that comes now waits, or finds them merged."""
    before = await row("select challenge from idea where id = {}", from_)
    challenge = before["challenge"] if before else None
    await lock_challenges([challenge])
    others: list[int] = []
    if challenge is not None:
        voters = [one["member"] for one in await rows("select member from vote where idea = {}", from_)]
        others = await ideas_that_may_change(challenge, voters)
    await lock_ideas([from_, into, *others])
    found = {
        one["id"]: one
        for one in await rows(
            "select id, public_id, title, author, state, visibility, challenge from idea where id in ({}, {})", from_, into
        )
    }
    for each in (from_, into):
        if each not in found or found[each]["state"] not in VOTABLE or found[each]["visibility"] != "visible":
            raise Refusal(OVER, idea=found[each]["title"] if each in found else "")
    if found[from_]["challenge"] != found[into]["challenge"]:
        raise Refusal(ELSEWHERE)
    return found[from_], found[into]


async def _carry_over(from_: int, into: int) -> list[int]:
    """Each vote that stands for the source, to the target where its voter has none standing there. Those voters.

    The rows of the source stay, as moved. A vote in quarantine stays in its case; one that its voter had taken back from the
    target stands there again, since the same wish was standing at the source; what a case keeps out stays out.
    """
    await execute(
        f"""insert into vote as t (idea, member, state, reason, suspect, ref, created_at, changed_at)
        select {{}}, v.member, v.state, v.reason, v.suspect, v.ref, v.created_at, v.changed_at from vote v
        where v.idea = {{}} and v.state in ({_STANDING})
          and not exists (select 1 from {_OWNERS.format(into="{}")} o where o.member = v.member)
        on conflict (idea, member) do update set changed_at = app_now(),
          state = case when {_KEPT_OUT} then 'quarantined' else excluded.state end,
          reason = case when {_KEPT_OUT} then 'suspect' else excluded.reason end,
          suspect = case when {_KEPT_OUT} then t.suspect else excluded.suspect end
        where t.state in ('withdrawn', 'moved')""",
        into, from_, into, into,
    )  # fmt: skip
    moved = await rows(
        f"""update vote set state = 'moved', changed_at = app_now(), suspect = null, reason = ''
        where idea = {{}} and state in ({_STANDING}) returning member""",
        from_,
    )
    return sorted(one["member"] for one in moved)


async def _take_followers_along(from_: int, into: int) -> None:
    await execute(
        """insert into follow (kind, subject, member, ref) select 'idea', {}, member, ref from follow
        where kind = 'idea' and subject = {} on conflict do nothing""",
        into, from_,
    )  # fmt: skip


async def _tell(source: dict[str, Any], target: dict[str, Any], voters: list[int], why: str) -> None:
    """Each once: the authors as authors, the others as voters."""
    url = f"/ideas/{target['public_id']}"
    told = {"idea": source["title"], "into": target["title"], "why": why}
    authors = {
        one["member"]
        for one in await rows(
            """select author as member from idea where id = {} union select member from contribution
            where idea = {} and role = 'co_author'""",
            source["id"], source["id"],
        )
    } - {target["author"]}  # fmt: skip
    await notify(authors, "idea_merged", url, **told)
    await notify([target["author"]], "idea_gained", url, **told, who=Named(source["author"]))
    await notify(set(voters) - authors - {target["author"]}, "voted_idea_merged", url, **told)
