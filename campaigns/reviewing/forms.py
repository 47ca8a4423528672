"""What staff write when something has to change."""

from typing import Annotated

import msgspec

from app.web.fields import Prose


class ChangesForm(msgspec.Struct):
    why: Annotated[str, Prose(600, least=4)]
