"""A juror's seat, points and notes: points stay for the sums, words and name go."""

from typing import Any

from app.accounts.leaving.kinds import Leaving
from app.foundation.database import execute, rows


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    return {
        "jury_seats": await rows(
            """select c.public_id as challenge, c.title, j.taken_at as since, j.revoked_at as until from jury_seat j
            join challenge c on c.id = j.challenge where j.member = {} order by j.id""",
            member,
        ),
        "jury_scores": await rows(
            """select i.public_id as idea, k.word as criterion, s.points, n.text as note, s.created_at as at
            from score s join jury_seat j on j.id = s.seat join idea i on i.id = s.idea join criterion k on k.id = s.criterion
            left join jury_note n on n.seat = s.seat and n.idea = s.idea where j.member = {} order by s.id""",
            member,
        ),
    }


async def erase(leaving: Leaving) -> None:
    await execute("delete from jury_note n using jury_seat j where j.id = n.seat and j.member = {}", leaving.member)
    await execute("update jury_seat set note = '' where member = {}", leaving.member)
    await execute(
        """delete from capability_link l using jury_seat j where l.scope = 'jury' and l.subject = j.public_id
        and (j.member = {} or (j.invited_by = {} and j.member is null))""",
        leaving.member, leaving.member,
    )  # fmt: skip
