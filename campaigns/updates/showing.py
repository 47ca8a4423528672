"""An update as pages show it: its address, for whom, a few words of it; and the promised rhythm."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.foundation.i18n import N_, ngettext, translate
from app.web.markdown import render_markdown
from campaigns.updates.rules import days_overdue, due_at
from campaigns.updates.wording import LOCKED, RHYTHM_WORDS

EXCERPT = 90


def shown_update(update: dict[str, Any]) -> dict[str, Any]:
    text = re.sub(r"\s+", " ", render_markdown(update["body"][:4000]).striptags()).strip()
    return update | {"excerpt": text if len(text) <= EXCERPT else text[:EXCERPT].rstrip() + "…"}


def locked_reason(update: dict[str, Any], campaign: dict[str, Any]) -> str:
    """ "" of one that was taken back."""
    return "" if update["withdrawn_at"] is not None else translate(LOCKED[update["audience"]])


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What the brand promised, by when the next is due, and by how many days it is late."""

    word: str
    due: datetime | None
    days_late: int

    @property
    def late(self) -> str:
        """The badge; "" while nothing is owed."""
        return late_word(self.days_late)


def late_word(days: int) -> str:
    return ngettext("动态晚了 %(n)s 天", "动态晚了 %(n)s 天", days) % {"n": days} if days else ""


def rhythm_of(campaign: dict[str, Any]) -> Rhythm | None:
    """None where nothing was promised."""
    if campaign["update_days"] is None:
        return None
    word = translate(RHYTHM_WORDS.get(campaign["update_days"], N_("每 %(days)s 天一条")), days=campaign["update_days"])
    return Rhythm(word, due_at(campaign), days_overdue(campaign))
