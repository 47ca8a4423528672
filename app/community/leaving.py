"""What a member follows, reported and answered."""

from typing import Any

from app.accounts.leaving.kinds import Leaving
from app.foundation.database import execute, rows


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    return {
        "follows": await rows(
            "select kind, subject as number, created_at as since from follow where member = {} order by id", member
        ),
        "reports": await rows(
            """select public_id as id, kind, details, owner, original_url, contact, outcome, created_at as sent_at
            from report where member = {} order by id""",
            member,
        ),
        "statements": await rows(
            "select kind, text, answer, created_at as sent_at from case_statement where member = {} order by id", member
        ),
    }


async def erase(leaving: Leaving) -> None:
    """A report goes on without whoever sent it; that it was sent stays counted."""
    blank = "address = '', contact = '', owner = '', original_url = '', details = '', member = null"
    await execute(f"update report set {blank} where member = {{}}", leaving.member)
    await execute(f"update report set {blank} where lower(address) = any({{}})", list(leaving.addresses))
    await execute("update case_statement set text = '', member = null where member = {}", leaving.member)
    await execute("delete from follow where member = {}", leaving.member)
