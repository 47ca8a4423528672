"""Writing down who had a part in an idea, and striking it out."""

from app.foundation.database import execute, rows


async def credit(idea: int, member: int, role: str, source: int = 0) -> None:
    """Safe to say twice. Whoever proposed the idea is its author already and needs no other part in it."""
    await execute(
        """insert into contribution (idea, member, role, source)
        select i.id, {}, {}, {} from idea i where i.id = {} and i.author <> {}
        on conflict (idea, member, role, source) do nothing""",
        member, role, source, idea, member,
    )  # fmt: skip


async def credit_team(idea: int, source: int, role: str) -> None:
    """The author and co-authors of another idea, as `remixed` or `merged` into this one."""
    await execute(
        """insert into contribution (idea, member, role, source)
        select i.id, t.member, {}, {} from idea i,
          (select author as member from idea where id = {}
           union select member from contribution where idea = {} and role = 'co_author') t
        where i.id = {} and i.author <> t.member
        on conflict (idea, member, role, source) do nothing""",
        role, source, source, source, idea,
    )  # fmt: skip


async def discredit(idea: int, member: int, role: str) -> bool:
    """False where there was nothing to strike out."""
    gone = await rows("delete from contribution where idea = {} and member = {} and role = {} returning id", idea, member, role)
    return bool(gone)
