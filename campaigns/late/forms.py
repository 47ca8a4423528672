"""What a brand types about late pledges: a price beside each tier, and until when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import msgspec

from app.web.fields import Field, Flag, Moment

MOST = 60


@dataclass
class Prices(Field):
    """`price.<public id>` = what was typed, empty ones too."""

    prefix: str = "price."

    def gather(self, name: str, sent: dict[str, list[Any]]) -> list[Any]:
        return [(key, typed) for key, typed in sent.items() if key.startswith(self.prefix)][:MOST]

    def read(self, typed: list[Any]) -> dict[str, str]:
        return {key.removeprefix(self.prefix): str(texts[-1])[:20] if texts else "" for key, texts in typed}


class LateForm(msgspec.Struct):
    """`opening`: by the button that not only saves."""

    prices: Annotated[dict[str, str], Prices()] = {}
    until: Annotated[datetime | None, Moment(optional=True)] = None
    opening: Annotated[bool, Flag()] = False
