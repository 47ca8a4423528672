"""What staff write when something has to change: to each section, and about the whole."""

from typing import Annotated

import msgspec

from app.web.fields import Prose
from campaigns.sections.rules import SECTIONS

Note = Annotated[str, Prose(600, least=0)]


class ChangesForm(msgspec.Struct):
    """A field for each of the sections that there are."""

    why: Note
    note_basics: Note
    note_story: Note
    note_funding: Note
    note_tiers: Note
    note_budget: Note
    note_timeline: Note
    note_risks: Note
    note_team: Note
    note_faq: Note

    def notes(self) -> dict[str, str]:
        return {key: text for key in SECTIONS if (text := getattr(self, f"note_{key}"))}
