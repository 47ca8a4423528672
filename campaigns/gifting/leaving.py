"""Words and addresses of gifts: taken along by whoever wrote or got them, forgotten with either."""

from typing import Any

from app.accounts.leaving.kinds import Leaving
from app.foundation.database import execute, rows


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    return {
        "gifts_given": await rows(
            """select p.public_id as pledge, g.to_name, g.to_email, g.signed, g.card, g.created_at as at, g.accepted_at
            from gift g join pledge p on p.id = g.pledge where p.backer = {} order by g.id""",
            member,
        ),
        "gifts_taken": await rows(
            """select g.public_id as id, c.title, g.to_name, g.signed, g.card, g.accepted_at
            from gift g join pledge p on p.id = g.pledge join campaign c on c.id = p.campaign
            where g.recipient = {} order by g.id""",
            member,
        ),
    }


async def erase(leaving: Leaving) -> None:
    """The giver's words go with the giver, whatever names the recipient with either of them."""
    await execute(
        """delete from mail m using gift g join pledge p on p.id = g.pledge
        where m.event = 'gift_sent' and starts_with(m.url, '/gifts/' || g.public_id) and (p.backer = {} or g.recipient = {})""",
        leaving.member, leaving.member,
    )  # fmt: skip
    await execute(
        """delete from capability_link l using gift g join pledge p on p.id = g.pledge
        where l.scope = 'gift' and l.subject = g.public_id and p.backer = {}""",
        leaving.member,
    )
    await execute(
        """update gift g set to_name = '', to_email = '', signed = '', card = '', hidden_reason = '' from pledge p
        where p.id = g.pledge and p.backer = {}""",
        leaving.member,
    )
    await execute(
        """update gift set to_name = '', to_email = '', card = ''
        where recipient = {} or (to_email <> '' and lower(to_email) = any({}))""",
        leaving.member, list(leaving.addresses),
    )  # fmt: skip
    await execute("update gift set recipient = null, accepted_at = null where recipient = {}", leaving.member)
