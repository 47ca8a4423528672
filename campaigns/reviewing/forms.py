"""What staff write when something has to change: to each section, and about the whole."""

from typing import Annotated

import msgspec

from app.web.fields import Prose
from campaigns.sections.rules import SECTIONS

MOST = 600


class _Why(msgspec.Struct):
    why: Annotated[str, Prose(MOST, least=0)]

    def notes(self) -> dict[str, str]:
        return {key: text for key in SECTIONS if (text := getattr(self, f"note_{key}"))}


ChangesForm = msgspec.defstruct(
    "ChangesForm", [(f"note_{key}", Annotated[str, Prose(MOST, least=0)]) for key in SECTIONS], bases=(_Why,), module=__name__
)
