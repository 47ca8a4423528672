"""A short message as its reader gets it: one sentence, the address if there is one, and a code's line for the browser."""

import re
from typing import Any
from urllib.parse import urlsplit

from app.foundation.i18n import speaking, translate
from app.notifications.events import known_events
from app.notifications.params import shown
from app.settings import settings

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def host() -> str:
    return urlsplit(settings.public_url).hostname or ""


def variables(sms: dict[str, Any]) -> dict[str, str]:
    """What a registered template of this event is filled with: the placeholders of its sentence, by their names."""
    sentence = known_events()[sms["event"]].sms
    with speaking(sms["lang"], sms["time_zone"]):
        params = shown(sms["params"], sms["names"])
    return {name: params[name] for name in dict.fromkeys(_PLACEHOLDER.findall(sentence))}


def text_of(sms: dict[str, Any]) -> str:
    """The whole text. A phone fills a code in by itself where the last line says whose it is."""
    sentence = known_events()[sms["event"]].sms
    with speaking(sms["lang"], sms["time_zone"]):
        params = shown(sms["params"], sms["names"])
        lines = [translate(sentence, **params)]
    if sms["url"]:
        lines.append(settings.public_url + sms["url"])
    if "code" in params:
        lines += ["", f"@{host()} #{params['code']}"]
    return "\n".join(lines)


def as_template(event: str) -> str:
    """The text to register with a provider that only sends approved templates."""
    sentence = _PLACEHOLDER.sub(r"${\1}", known_events()[event].sms)
    return sentence + (f"\n\n@{host()} #${{code}}" if "${code}" in sentence else "")
