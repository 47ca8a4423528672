"""What a mail needs besides its row before it can be written: names, a digest's lines, the address that stops such mails."""

from typing import Any

from app.accounts.capabilities import capability_key, key_of, living_links
from app.foundation.database import rows, value
from app.notifications.events import known_events
from app.notifications.kinds import KINDS, OTHER
from app.notifications.params import frozen_notices, names_in

SCOPE = "unsubscribe"
DIGEST = "digest"


def stoppable(event: str) -> str:
    """The kind that an unsubscribing ends, "" for what can't be switched off."""
    declared = known_events().get(event)
    if declared is None or declared.secret or declared.falls:
        return ""
    if declared.kind == DIGEST:
        return DIGEST
    kind = declared.kind if declared.kind in KINDS else OTHER
    return "" if KINDS[kind].fixed else kind


def stop_subject(member_public_id: str, kind: str) -> str:
    return f"{member_public_id}.{kind}"


async def _stop_url(mail: dict[str, Any], *, making: bool) -> str:
    kind = stoppable(mail["event"])
    if not mail["member"] or not kind:
        return ""
    subject = stop_subject(await value("select public_id from member where id = {}", mail["member"]), kind)
    if making:
        key = await capability_key(SCOPE, subject, member=mail["member"])
    else:
        links = await living_links(SCOPE, subject)
        key = key_of(links[0]) if links else ""
    return f"/unsubscribe/{subject}?key={key}" if key else ""


async def complete(mails: list[dict[str, Any]], *, making: bool = True) -> list[dict[str, Any]]:
    """`making`: draw the keys that are wanting; whoever only looks (a GET) goes without."""
    ids = sorted({one for mail in mails for one in frozen_notices(mail["params"])})
    lines = (
        {one["id"]: one for one in await rows("select id, event, url, params, times from notice where id = any({})", ids)}
        if ids
        else {}
    )
    names = await names_in([*(mail["params"] for mail in mails), *(line["params"] for line in lines.values())])
    return [
        mail
        | {
            "names": names,
            "notices": [lines[one] for one in frozen_notices(mail["params"]) if one in lines],
            "stop": await _stop_url(mail, making=making),
        }
        for mail in mails
    ]
