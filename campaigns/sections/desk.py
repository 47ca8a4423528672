"""The brand's way through the sections: which are done, which are asked about, which stand still."""

from dataclasses import dataclass
from typing import Any

from app.foundation import clock
from campaigns.drafting.rules import Need, needs
from campaigns.reviewing.rounds import Note, notes_for_brand
from campaigns.rules import EDITABLE
from campaigns.sections.queries import parts_of
from campaigns.sections.rules import SECTIONS, Section, may_change
from campaigns.tiers.queries import tiers_of
from ideas.agreeing.queries import Consent, consent_to_launch


@dataclass(frozen=True, slots=True)
class Room:
    """A section as the desk lists it."""

    section: Section
    needs: list[Need]
    note: Note | None
    is_open: bool

    @property
    def missing(self) -> list[Need]:
        return [need for need in self.needs if not need.is_met and not need.is_advice]

    @property
    def advice(self) -> list[Need]:
        return [need for need in self.needs if not need.is_met and need.is_advice]

    @property
    def is_asked(self) -> bool:
        return self.note is not None and self.note.settled_at is None


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that the checklist says; `rooms` in the order in which one writes them."""

    needs: list[Need]
    rooms: dict[str, Room]
    consent: Consent | None

    @property
    def notes(self) -> list[Note]:
        return [room.note for room in self.rooms.values() if room.note]


async def overview_of(campaign: dict[str, Any]) -> Overview:
    """The checklist is asked of drafts only: what is approved had everything."""
    given = await consent_to_launch(campaign["idea"]) if campaign["idea"] else None
    consent = (given.is_given, given.missing) if given else None
    tiers, parts = await tiers_of(campaign["id"]), await parts_of(campaign["id"])
    wanted = needs(campaign, tiers, await clock.now(), parts=parts, consent=consent)
    notes = await notes_for_brand(campaign)
    is_draft = campaign["state"] in EDITABLE
    rooms = {
        key: Room(
            section, [need for need in wanted if need.section == key] if is_draft else [], notes.get(key),
            may_change(key, campaign["state"]),
        )
        for key, section in SECTIONS.items()
    }  # fmt: skip
    return Overview(wanted, rooms, given)
