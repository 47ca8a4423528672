"""What a member chose when a brand asked: they take it along; the answer stays counted, as an id."""

from typing import Any

from app.foundation.database import rows


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    return {
        "poll_answers": await rows(
            """select c.public_id as campaign, u.number as campaign_update, q.question, o.title as chosen, a.created_at as at
            from update_poll_answer a join update_poll q on q.id = a.poll join update_poll_option o on o.id = a.option
            join campaign_update u on u.id = q.update join campaign c on c.id = u.campaign where a.member = {} order by a.id""",
            member,
        )
    }
