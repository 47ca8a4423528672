"""Whose an idea is: SQL that judging, agreements and the early window share."""

from app.foundation.database import rows, value

# Of an idea `i`: this member (an expression) authored it or is credited for a part of it.
HAS_PART = """(i.author = {member} or exists (
  select 1 from contribution part where part.idea = i.id and part.member = {member}))"""

# Of an idea's id: this member authored it, is credited in it, or their vote for it counts.
SUPPORTS = """(exists (select 1 from idea own where own.id = {idea} and own.author = {member})
  or exists (select 1 from contribution part where part.idea = {idea} and part.member = {member})
  or exists (select 1 from vote cast_vote where cast_vote.idea = {idea} and cast_vote.member = {member}
    and cast_vote.state = 'counted'))"""


async def is_supporter(member: int, idea: int) -> bool:
    sql = SUPPORTS.format(idea="{}::bigint", member="{}::bigint")
    return bool(await value(f"select {sql}", *[idea, member] * 3))


async def supporters_of(idea: int) -> set[int]:
    """The idea's people: author, credited, and those whose votes count."""
    found = await rows(
        """select author as member from idea where id = {} union select member from contribution where idea = {}
        union select member from vote where idea = {} and state = 'counted'""",
        idea, idea, idea,
    )  # fmt: skip
    return {one["member"] for one in found}
