"""Codes on their way, by mail or by text message. What they lead to or prove is said by the event."""

from dataclasses import dataclass
from typing import Any

from app.accounts.addresses import Address
from app.accounts.rules import CODE_DIGITS
from app.notifications.actions import mail_to, sms_to
from app.settings import settings


@dataclass(frozen=True, slots=True)
class Message:
    """`link` is empty where the code proves something to a member; without an `event`, a further address."""

    address: Address
    code: str
    minutes: int
    link: str = ""
    event: str = ""


async def tell_code(message: Message, *, lang: str) -> None:
    event = message.event or ("sign_in_code" if message.link else "address_code")
    params: dict[str, Any] = {"code": message.code, "minutes": message.minutes}
    if message.address.kind == "email":
        await mail_to(message.address.text, event, message.link, lang=lang, **params)
    elif message.link and len(message.code) > CODE_DIGITS:  # somebody else keeps trying: the link leads in whatever they do
        await sms_to(message.address.text, "sign_in_link", lang=lang, link=settings.public_url + message.link, **params)
    else:
        await sms_to(message.address.text, event, lang=lang, **params)
