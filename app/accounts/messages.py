"""Codes on their way, by mail or by text message. What they lead to or prove is said by the event."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.accounts.addresses import Address
from app.accounts.limits import limit
from app.accounts.rules import CODE_DIGITS
from app.foundation.i18n import N_
from app.foundation.refusals import SlowDown
from app.notifications.actions import mail_to, sms_to
from app.settings import settings

log = logging.getLogger("zhizao.sms")


@dataclass(frozen=True, slots=True)
class Message:
    """`link` is empty where the code proves something to a member; without an `event`, a further address."""

    address: Address
    code: str
    minutes: int
    link: str = ""
    event: str = ""


async def tell_code(message: Message, *, lang: str) -> None:
    if message.address.kind == "phone":
        await _stay_within_the_hours_budget()
    event = message.event or ("sign_in_code" if message.link else "address_code")
    params: dict[str, Any] = {"code": message.code, "minutes": message.minutes}
    if message.address.kind == "email":
        await mail_to(message.address.text, event, message.link, lang=lang, **params)
    elif message.link and len(message.code) > CODE_DIGITS:  # somebody else keeps trying: the link leads in whatever they do
        await sms_to(message.address.text, "sign_in_link", lang=lang, link=settings.public_url + message.link, **params)
    else:
        await sms_to(message.address.text, event, lang=lang, **params)


async def _stay_within_the_hours_budget() -> None:
    """Each text message costs the operator: whoever makes numbers up can't spend without end."""
    try:
        await limit("codes-by-sms", "in all", most=settings.sms_codes_an_hour, within=timedelta(hours=1))
    except SlowDown:
        log.error("More codes by text message than SMS_CODES_AN_HOUR allows: no more until the hour is over.")
        raise SlowDown(N_("现在发短信的人太多了。请改用邮箱，或者过一小时再试。")) from None
