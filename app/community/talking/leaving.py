"""What a member said: what stands stays without a name or goes, as they choose; earlier wordings and their name elsewhere go."""

from typing import Any

from app.accounts.leaving.kinds import Leaving
from app.foundation.database import execute, rows
from app.foundation.i18n import N_

GONE = N_("作者已注销。")
CALLED = "已注销的成员"


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    return {
        "comments": await rows(
            """select c.public_id as id, t.kind as about, t.subject_id, p.public_id as answers_to, c.text, c.lang, c.visibility,
              c.created_at as written_at, c.edited_at, c.withdrawn_at
            from comment c join thread t on t.id = c.thread left join comment p on p.id = c.answers_to
            where c.author = {} order by c.id""",
            member,
        ),
        "comment_versions": await rows(
            """select c.public_id as comment, v.text, v.created_at as replaced_at from comment_version v
            join comment c on c.id = v.comment where c.author = {} order by v.id""",
            member,
        ),
        "comment_reactions": await rows(
            """select c.public_id as comment, r.kind, r.created_at as at from comment_reaction r
            join comment c on c.id = r.comment where r.member = {} order by r.id""",
            member,
        ),
        "muted_threads": await rows(
            """select t.kind as about, t.subject_id, m.created_at as since from thread_mute m join thread t on t.id = m.thread
            where m.member = {} order by m.id""",
            member,
        ),
    }


async def erase(leaving: Leaving) -> None:
    """Reactions stay counted, as votes do."""
    me = leaving.member
    if leaving.withdraws_ideas:
        await execute("update comment set withdrawn_at = app_now() where author = {} and withdrawn_at is null", me)
    await execute(
        """update comment set text = '', hidden_reason = {} where author = {}
        and (withdrawn_at is not null or visibility <> 'visible')""",
        GONE, me,
    )  # fmt: skip
    await execute("delete from comment_version where comment in (select id from comment where author = {})", me)
    await _forget_name(me)
    await execute("delete from thread_mute where member = {}", me)


async def _forget_name(member: int) -> None:
    """Where others called them by name, in words that stand and in those that were replaced."""
    for table, key in (("comment", "id"), ("comment_version", "comment")):
        await execute(
            f"""update {table} c set text = replace(replace(c.text, '@' || m.name, {{}}), '＠' || m.name, {{}})
            from comment_mention m where m.member = {{}} and not m.is_brand and m.comment = c.{key}""",
            f"@{CALLED}", f"@{CALLED}", member,
        )  # fmt: skip
    await execute("delete from comment_mention where member = {}", member)
