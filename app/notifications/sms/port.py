"""The port: whoever sends a short message; `local` keeps it readable in the browser, a provider takes it over HTTP."""

from dataclasses import dataclass
from typing import Any, Protocol

from app.notifications.sms.aliyun import Aliyun
from app.notifications.sms.outcome import Outcome
from app.settings import settings


class Sender(Protocol):
    async def send(self, sms: dict[str, Any]) -> Outcome: ...


@dataclass(frozen=True, slots=True)
class Local:
    """Development and tests: nothing leaves the house; see /dev/sms."""

    async def send(self, sms: dict[str, Any]) -> Outcome:
        return Outcome(receipt="local")


def sender() -> Sender | None:
    """None where no message can be sent: production without a provider's key."""
    if settings.sms_key_id and settings.sms_key_secret:
        return Aliyun(
            endpoint=settings.sms_endpoint,
            key_id=settings.sms_key_id,
            key_secret=settings.sms_key_secret,
            sign_name=settings.sms_sign_name,
            templates=settings.sms_templates,
        )
    return None if settings.is_production else Local()


def sms_is_offered() -> bool:
    """Whether people can be asked for their number."""
    return sender() is not None
