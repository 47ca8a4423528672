"""What a mail needs besides its row before it can be written: names, a digest's lines, the address that stops such mails."""

from typing import Any

from app.accounts.capabilities import capability_key, key_of, living_links
from app.foundation.database import rows
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


async def _stop_url(subject: str, member: int, *, making: bool) -> str:
    if making:
        key = await capability_key(SCOPE, subject, member=member)
    else:
        links = await living_links(SCOPE, subject)
        key = key_of(links[0]) if links else ""
    return f"/unsubscribe/{subject}?key={key}" if key else ""


async def _stops(mails: list[dict[str, Any]], *, making: bool) -> dict[int, str]:
    """By mail, for those that can be stopped."""
    kinds = {mail["id"]: stoppable(mail["event"]) for mail in mails if mail["member"]}
    members = sorted({mail["member"] for mail in mails if kinds.get(mail["id"])})
    found = await rows("select id, public_id from member where id = any({})", members) if members else []
    public_ids = {one["id"]: one["public_id"] for one in found}
    return {
        mail["id"]: await _stop_url(stop_subject(public_ids[mail["member"]], kinds[mail["id"]]), mail["member"], making=making)
        for mail in mails
        if kinds.get(mail["id"])
    }


async def _lines(mails: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """The notices that digests tell of."""
    ids = sorted({one for mail in mails for one in frozen_notices(mail["params"])})
    found = await rows("select id, event, url, params, times from notice where id = any({})", ids) if ids else []
    return {one["id"]: one for one in found if one["event"] in known_events()}


async def complete(mails: list[dict[str, Any]], *, making: bool = True) -> list[dict[str, Any]]:
    """`making`: draw the keys that are wanting; whoever only looks (a GET) goes without."""
    lines, stops = await _lines(mails), await _stops(mails, making=making)
    names = await names_in([*(mail["params"] for mail in mails), *(line["params"] for line in lines.values())])
    return [
        mail
        | {
            "names": names,
            "notices": [lines[one] for one in frozen_notices(mail["params"]) if one in lines],
            "stop": stops.get(mail["id"], ""),
        }
        for mail in mails
    ]
