"""What a backer chooses before the provider is asked."""

from typing import Annotated

import msgspec

from app.web.forms import Choice, Line, Whole
from campaigns.pledging.methods import METHODS


class PledgeForm(msgspec.Struct):
    tier: Annotated[str, Line(12)]
    quantity: Annotated[int, Whole(1, 100)]
    method: Annotated[str, Choice(tuple(METHODS))]
    request_key: Annotated[str, Line(32, least=8)]
