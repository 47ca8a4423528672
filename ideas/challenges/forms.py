"""What a brand types to open a challenge."""

from datetime import datetime
from typing import Annotated

import msgspec

from app.web.fields import Line, Moment, Prose


class ChallengeForm(msgspec.Struct):
    """An empty beginning means at once."""

    title: Annotated[str, Line(60, least=4)]
    brief: Annotated[str, Prose(8000, least=10)]
    opens_at: Annotated[datetime | None, Moment(optional=True)]
    deadline: Annotated[datetime, Moment()]
