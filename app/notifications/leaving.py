"""What a member was told and how they want to be told."""

from typing import Any

from app.accounts.leaving.kinds import Leaving
from app.foundation.database import execute, rows
from app.foundation.i18n import translate
from app.notifications.events import known_events
from app.notifications.params import names_in, shown


async def export(member: int) -> dict[str, list[dict[str, Any]]]:
    found = await rows("select created_at as at, event, url, params, read_at from notice where member = {} order by id", member)
    events = known_events()
    names = await names_in(one["params"] for one in found)
    for one in found:
        params = shown(one.pop("params"), names)
        one["text"] = translate(events[one["event"]].line, **params) if one["event"] in events else ""
    return {
        "notices": found,
        "notice_preferences": await rows(
            "select kind, in_app, mail, sms from notice_preference where member = {} order by kind", member
        ),
        "mails": await rows("select created_at as at, event, sent_at from mail where member = {} order by id", member),
        "text_messages": await rows("select created_at as at, event, sent_at from sms where member = {} order by id", member),
    }


async def erase(leaving: Leaving) -> None:
    """Other people's notices hold ids of members, never names: nothing to look for there."""
    addresses = list(leaving.addresses)
    await execute("delete from must_reach_event e using must_reach r where r.id = e.subject and r.member = {}", leaving.member)
    for table in ("notice", "mail", "sms", "notice_preference", "notice_hours", "digest", "must_reach"):
        await execute(f"delete from {table} where member = {{}}", leaving.member)
    await execute("delete from mail where lower(address) = any({})", addresses)
    await execute("delete from sms where phone = any({})", addresses)
    await execute("delete from unreachable u using identity i where i.id = u.identity and i.member = {}", leaving.member)
