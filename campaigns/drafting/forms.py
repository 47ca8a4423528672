"""What a brand types about its campaign; a draft may be incomplete."""

from datetime import datetime
from typing import Annotated

import msgspec

from app.web.fields import Line, Moment, Prose


class NewCampaignForm(msgspec.Struct):
    """`idea`: the public id of a won one, or nothing."""

    idea: Annotated[str, Line(12, least=0)]


class LaunchForm(msgspec.Struct):
    """Review may have taken longer than planned: the deadline can be set anew."""

    deadline: Annotated[datetime | None, Moment(optional=True)]


class CancelForm(msgspec.Struct):
    why: Annotated[str, Line(200, least=2)]


class AnswerForm(msgspec.Struct):
    """To what staff asked for; nothing written, it is simply done."""

    answer: Annotated[str, Prose(300, least=0)]
