"""What is typed about a reservation, and about the bell."""

from datetime import datetime
from typing import Annotated

import msgspec

from app.web.fields import Line, Moment, Whole
from campaigns.tiers.rules import MOST_PER_BACKER


class ReservationForm(msgspec.Struct):
    """`tier`: the public id of the one wanted, or nothing yet."""

    tier: Annotated[str, Line(12, least=0)]
    quantity: Annotated[int | None, Whole(1, MOST_PER_BACKER, optional=True)]


class BellForm(msgspec.Struct):
    """Both by the brand's clock. Review may have taken longer than planned: the deadline can be set anew."""

    opens_at: Annotated[datetime | None, Moment()]
    deadline: Annotated[datetime | None, Moment(optional=True)]
