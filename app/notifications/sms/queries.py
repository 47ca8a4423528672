"""The outbox that development reads in the browser."""

from typing import Any

from app.foundation.database import rows
from app.notifications.events import known_events
from app.notifications.params import names_in
from app.notifications.sms.sending import READERS
from app.settings import settings


async def sms_outbox(to: str = "") -> list[dict[str, Any]]:
    """The latest messages, whether sent or still waiting; a number may be typed without its +."""
    found = await rows(
        f"""select * from (select s.id, s.created_at, s.event, s.url, s.params, s.sent_at, s.tries, s.fault, {READERS}
          from sms s left join member_profile p on p.member = s.member) o
        where {{}} = '' or ltrim(phone, '+') = {{}} order by id desc limit 100""",
        settings.time_zone.key, to, to.strip().lstrip("+"),
    )  # fmt: skip
    known = [sms for sms in found if sms["event"] in known_events() and known_events()[sms["event"]].sms]
    names = await names_in(sms["params"] for sms in known)
    return [sms | {"names": names} for sms in known]
