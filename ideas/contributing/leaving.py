"""What a member had a part in: told when they take their data along; whoever leaves stays credited without a name."""

from typing import Any

from app.accounts.leaving.kinds import Leaving
from app.foundation.database import execute, rows


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    return {
        "contributions": await rows(
            """select i.public_id as idea, i.title, c.role, c.created_at as since from contribution c
            join idea i on i.id = c.idea where c.member = {} order by c.id""",
            member,
        ),
        "versions_laid_aside": await rows(
            """select i.public_id as idea, l.title, l.summary, l.body, l.created_at as at from laid_aside l
            join idea i on i.id = l.idea where l.member = {} order by l.id""",
            member,
        ),
        "revisions_of_others_ideas": await rows(
            """select i.public_id as idea, r.created_at as at, r.title, r.summary, r.body from idea_revision r
            join idea i on i.id = r.idea where r.edited_by = {} and i.author <> {} order by r.id""",
            member, member,
        ),
    }  # fmt: skip


async def erase(leaving: Leaving) -> None:
    """Versions that only they wrote go. Parts stay: the idea is owed to somebody, though nobody can say any more to whom."""
    await execute("delete from laid_aside where member = {}", leaving.member)
    await execute(
        """update capability_link set revoked_at = app_now() where member = {} and scope = 'co_author' and revoked_at is null""",
        leaving.member,
    )
