"""Kinds of intents: each package's `intents.py` declares INTENTS, found here by that name."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.i18n import translate
from app.foundation.schema import declared
from app.web.formats import number


@dataclass(frozen=True, slots=True)
class Intent:
    """A row of the table, as kinds and pages read it."""

    id: int
    public_id: str
    kind: str
    subject: str
    fields: Mapping[str, list[str]]
    ref: str
    lang: str
    address: str
    state: str
    member: int | None
    url: str
    sentence: str
    params: Mapping[str, Any]
    created_at: datetime
    expires_at: datetime

    def text(self, name: str, default: str = "") -> str:
        """The last text that the form had under this name."""
        return self.fields.get(name, [default])[-1]

    def outcome(self) -> str:
        """What was done or why not, in the reader's language."""
        shown = {name: number(one) if isinstance(one, int) else one for name, one in self.params.items()}
        return translate(self.sentence, **shown) if self.sentence else ""


@dataclass(frozen=True, slots=True)
class Done:
    """Where what was done is seen, and a sentence that says it. `onward`: there is more to do there, so go straight on."""

    url: str
    sentence: str
    params: Mapping[str, Any] = field(default_factory=dict)
    onward: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """`what` says, before sign-in, what will be done (NotFound when that is gone, "" when it can't be said); `finish` does it.

    `finish` runs inside the transaction that marks the intent finished: exactly once, or not at all. A Refusal from it
    ends the intent with its sentence; what must not be lost then, `finish` keeps itself (an idea becomes a draft).
    `form`: the path of a page that shows the form again, filled in, when it is given `?intent=` and the key.
    """

    what: Callable[[Intent], Awaitable[str]]
    finish: Callable[[Viewer, Intent], Awaitable[Done]]
    form: str = ""
    most: int = 12_000  # characters of the form that is kept


@cache
def known_kinds() -> dict[str, Kind]:
    return declared("intents", "INTENTS")
