"""Short messages on their way: claimed before they are sent, tried again ever later, kept with their fault in the end."""

import logging
from functools import partial
from typing import Any

from app.foundation.database import execute
from app.notifications.addresses import address_of
from app.notifications.events import known_events
from app.notifications.outbox import Outbox
from app.notifications.params import names_in
from app.notifications.sms.outcome import Outcome
from app.notifications.sms.port import Sender, sender
from app.settings import settings

OUTBOX = Outbox("sms", waits=(60, 300, 1800, 7200, 21600), tries=5)
STALE = "interval '10 minutes'"  # a code older than this is no use to anybody

log = logging.getLogger("zhizao.sms")

# The row with the reader's language and zone, and the number it goes to.
READERS = f"""coalesce(p.lang, s.lang) as lang, coalesce(p.time_zone, {{}}) as time_zone,
  case when s.member is null then s.phone else coalesce({address_of("s.member", "phone")}, '') end as phone"""
_SHOWN = f"""
select s.id, s.event, s.url, s.params, s.tries, s.created_at < app_now() - {STALE} as is_stale, {READERS}
from claimed s left join member_profile p on p.member = s.member
"""


async def send_one(sms_id: int) -> None:
    await _send_claimed(only=sms_id)


async def send_waiting() -> None:
    """All that is due, a batch at a time."""
    while await _send_claimed():
        pass


async def _send_claimed(only: int | None = None) -> bool:
    port = sender()
    if port is None:
        log.error("Short messages are waiting, but SMS_ACCESS_KEY_ID is not set: nothing can be sent.")
        return False
    claimed = await OUTBOX.claim(_SHOWN, settings.time_zone.key, only=only)
    names = await names_in(sms["params"] for sms in claimed)
    return await OUTBOX.send_each([sms | {"names": names} for sms in claimed], partial(_outcome, port), _note)


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
        log.warning("sms %s, try %s of %s: %s", sms["id"], sms["tries"], OUTBOX.tries, outcome.fault)
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
