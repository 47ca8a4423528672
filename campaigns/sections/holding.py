"""A campaign with its rows, held against an edit at the same moment."""

from dataclasses import dataclass
from typing import Any

from app.foundation.database import row
from app.foundation.refusals import NotFound
from campaigns.rules import PUBLIC
from campaigns.sections.queries import Parts, parts_of
from campaigns.sections.texts import texts_of


@dataclass(frozen=True, slots=True)
class Held:
    """A campaign and its rows, held against an edit at the same moment."""

    campaign: dict[str, Any]
    parts: Parts

    def texts(self, key: str) -> dict[str, str]:
        return texts_of(self.campaign, self.parts)[key]

    @property
    def is_public(self) -> bool:
        return self.campaign["state"] in PUBLIC


async def held_now(campaign_id: int) -> Held:
    found = await row("select * from campaign where id = {} for no key update", campaign_id)
    if found is None:
        raise NotFound
    return Held(found, await parts_of(campaign_id))
