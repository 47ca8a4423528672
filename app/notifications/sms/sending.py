"""Short messages on their way: claimed before they are sent, tried again ever later, kept with their fault in the end."""

import asyncio
import logging
from typing import Any

from app.foundation.database import execute, rows
from app.notifications.addresses import address_of
from app.notifications.events import known_events
from app.notifications.params import names_in
from app.notifications.sms.outcome import Outcome
from app.notifications.sms.port import Sender, sender
from app.settings import settings

TRIES = 5
WAITS = (60, 300, 1800, 7200, 21600)  # seconds until the next try, from the moment of a claim
BATCH = 50
AT_ONCE = 5
STALE = "interval '10 minutes'"  # a code older than this is no use to anybody

log = logging.getLogger("zhizao.sms")

# The row with the reader's language and zone, and the number it goes to.
READERS = f"""coalesce(p.lang, s.lang) as lang, coalesce(p.time_zone, {{}}) as time_zone,
  case when s.member is null then s.phone else coalesce({address_of("s.member", "phone")}, '') end as phone"""


async def send_one(sms_id: int) -> None:
    await _send_claimed("s.id = {}", sms_id)


async def send_waiting() -> None:
    """All that is due, a batch at a time."""
    while await _send_claimed("s.next_try_at <= app_now()"):
        pass


async def anything_waiting() -> bool:
    return bool(await rows("select 1 from sms where sent_at is null and next_try_at <= app_now() limit 1"))


async def _send_claimed(which: str, *args: Any) -> bool:
    port = sender()
    if port is None:
        log.error("Short messages are waiting, but SMS_ACCESS_KEY_ID is not set: nothing can be sent.")
        return False
    claimed = await _claim(which, *args)
    names = await names_in(sms["params"] for sms in claimed)
    claimed = [sms | {"names": names} for sms in claimed]
    gate, notes = asyncio.Semaphore(AT_ONCE), asyncio.Lock()

    async def send_through(sms: dict[str, Any]) -> None:
        async with gate:
            outcome = await _outcome(port, sms)
        async with notes:
            await _note(sms, outcome)

    await asyncio.gather(*(send_through(sms) for sms in claimed))
    return len(claimed) == BATCH


async def _claim(which: str, *args: Any) -> list[dict[str, Any]]:
    """Whoever claims a message has it alone until its next try."""
    return await rows(
        f"""with due as (select s.id from sms s where {which} and s.sent_at is null and s.next_try_at <= app_now()
          order by s.id limit {BATCH} for update skip locked),
        claimed as (update sms set tries = tries + 1,
            next_try_at = case when tries + 1 < {TRIES} then app_now() + make_interval(secs => ({{}}::int[])[tries + 1]) end
          from due where sms.id = due.id returning sms.*)
        select s.id, s.event, s.url, s.params, s.tries, s.created_at < app_now() - {STALE} as is_stale, {READERS}
        from claimed s left join member_profile p on p.member = s.member""",
        *args, list(WAITS), settings.time_zone.key,
    )  # fmt: skip


async def _outcome(port: Sender, sms: dict[str, Any]) -> Outcome:
    event = known_events().get(sms["event"])
    if event is None or not event.sms:
        return Outcome(f"no message is written for {sms['event']}", for_good=True)
    if not sms["phone"]:
        return Outcome("the member has no number any more", for_good=True)
    if event.secret and sms["is_stale"]:
        return Outcome("too old to be of use", for_good=True)
    return await port.send(sms)


async def _note(sms: dict[str, Any], outcome: Outcome) -> None:
    event = known_events().get(sms["event"])
    is_local = outcome.receipt == "local"
    if outcome.fault:
        log.warning("sms %s, try %s of %s: %s", sms["id"], sms["tries"], TRIES, outcome.fault)
        # Sent twice is worse than not knowing, except where money hangs on it.
        ended = outcome.for_good or (outcome.unknown and not (event and event.falls))
        clause = "next_try_at = null," if ended else ""
        await execute(f"update sms set {clause} fault = {{}} where id = {{}}", outcome.fault, sms["id"])
        return
    forgotten = "params = jsonb_build_object(), url = ''," if event and event.secret and not is_local else ""
    await execute(
        f"update sms set {forgotten} sent_at = app_now(), next_try_at = null, fault = '', receipt = {{}} where id = {{}}",
        outcome.receipt, sms["id"],
    )  # fmt: skip
