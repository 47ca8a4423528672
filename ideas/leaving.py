"""What a member wrote and voted: drafts go, published ideas stay without a name or go, as they choose; votes stay counted."""

from typing import Any

from app.accounts.leaving.kinds import Leaving
from app.foundation.database import execute, rows
from app.foundation.i18n import N_
from app.foundation.lifecycle import move_all
from ideas.contributing.tables import Improvement
from ideas.rules import ADOPTED, WITHDRAWABLE
from ideas.tables import Idea

GONE = N_("作者已注销。")


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    return {
        "ideas": await rows(
            """select i.public_id as id, i.title, i.summary, i.body, i.state, i.visibility, i.lang,
              case when i.counts <> 'until_end' then i.vote_count end as votes,
              c.public_id as challenge, i.created_at as begun_at, i.published_at,
              (select array_agg(p.public_id::text order by ip.position) from idea_picture ip join picture p on p.id = ip.picture
               where ip.idea = i.id) as pictures
            from idea i left join challenge c on c.id = i.challenge where i.author = {} order by i.id""",
            member,
        ),
        "idea_revisions": await rows(
            """select i.public_id as idea, r.created_at as at, r.title, r.summary, r.body from idea_revision r
            join idea i on i.id = r.idea where i.author = {} order by r.id""",
            member,
        ),
        "improvements": await rows(
            """select m.public_id as id, i.public_id as idea, m.text, m.passage, m.wording, m.state, m.answer,
              m.created_at as offered_at, m.answered_at
            from improvement m join idea i on i.id = m.idea where m.author = {} order by m.id""",
            member,
        ),
        "votes": await rows(
            """select i.public_id as idea, i.title, v.state, v.created_at as voted_at, v.changed_at from vote v
            join idea i on i.id = v.idea where v.member = {} order by v.id""",
            member,
        ),
        "challenges": await rows(
            """select public_id as id, title, brief, prizes, opens_at, deadline, typed as draft from challenge
            where created_by = {} order by id""",
            member,
        ),
        "verdicts": await rows(
            """select i.public_id as idea, v.outcome, v.reason_code, v.sentence, v.created_at as at from verdict v
            join idea i on i.id = v.idea where v.decided_by = {} order by v.id""",
            member,
        ),
    }  # fmt: skip


async def pictures_kept(leaving: Leaving) -> list[str]:
    """Called after `erase`: those of ideas that stay, and of challenges."""
    found = await rows(
        """select p.public_id from picture p where p.owner = {} and (
          exists (select 1 from idea_picture i where i.picture = p.id)
          or exists (select 1 from challenge c where c.cover = p.public_id)
          or exists (select 1 from challenge c where c.typed ->> 'kept' = p.public_id)
          or exists (select 1 from challenge c where strpos(c.brief || c.prizes, '/media/' || p.public_id) > 0))""",
        leaving.member,
    )
    return [one["public_id"] for one in found]


async def erase(leaving: Leaving) -> None:
    await _drop_drafts(leaving.member)
    if leaving.withdraws_ideas:
        found = await rows(
            "select id from idea where author = {} and state = any({}) for update", leaving.member, list(WITHDRAWABLE)
        )
        await move_all(Idea, [one["id"] for one in found], "withdrawn", actor=leaving.member)
        offered = await rows("select id from improvement where author = {} and state = 'offered' for update", leaving.member)
        await move_all(Improvement, [one["id"] for one in offered], "withdrawn", actor=leaving.member)
    await _blank(leaving)


async def _drop_drafts(member: int) -> None:
    drafts = [one["id"] for one in await rows("select id from idea where author = {} and state = 'draft'", member)]
    await execute("delete from idea_event where subject = any({})", drafts)
    await execute("delete from idea where id = any({})", drafts)


async def _blank(leaving: Leaving) -> None:
    """Words and pictures of what nobody shall see any more; the row stays for its votes and events."""
    unseen = ["withdrawn", "removed"]
    found = await rows(
        """update idea set title = '', summary = '', body = '', cover = '', tags = array[]::text[], visibility = 'hidden',
          hidden_reason = {}
        where author = {} and (state = any({}) or ({} and not (state = any({})))) returning id""",
        GONE, leaving.member, unseen, leaving.withdraws_ideas, list(ADOPTED),
    )  # fmt: skip
    ids = [one["id"] for one in found]
    for table in ("idea_revision", "idea_picture", "idea_terms", "laid_aside"):
        await execute(f"delete from {table} where idea = any({{}})", ids)
    # What others quoted of it, to word it anew.
    await execute("update improvement set passage = '' where idea = any({})", ids)
    await execute(
        """update improvement set text = '', passage = '', wording = '', visibility = 'hidden', hidden_reason = {}
        where author = {} and (state = 'withdrawn' or ({} and state <> 'accepted'))""",
        GONE, leaving.member, leaving.withdraws_ideas,
    )  # fmt: skip
