"""What a brand types about its campaign; a draft may be incomplete."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar.datastructures import UploadFile

from app.foundation.money import EXPONENTS
from app.web.fields import Choice, Files, Line, Moment, Prose, Whole
from campaigns.rules import FUNDING


class NewCampaignForm(msgspec.Struct):
    """`idea`: the public id of a won one, or nothing."""

    idea: Annotated[str, Line(12, least=0)]


class CampaignForm(msgspec.Struct):
    """`goal` is read in the currency chosen beside it; `kept` is the picture that it has."""

    title: Annotated[str, Line(60, least=2)]
    summary: Annotated[str, Line(200, least=0)]
    story: Annotated[str, Prose(20_000, least=0)]
    cover: Annotated[list[UploadFile], Files(1)]
    kept: Annotated[str, Line(12, least=0)]
    currency: Annotated[str, Choice(tuple(EXPONENTS))]
    goal: Annotated[str, Line(20, least=0)]
    funding: Annotated[str, Choice(FUNDING, default="all_or_nothing")]
    deadline: Annotated[datetime | None, Moment(optional=True)]
    early_hours: Annotated[int | None, Whole(0, 72, optional=True)] = None


class LaunchForm(msgspec.Struct):
    """Review may have taken longer than planned: the deadline can be set anew."""

    deadline: Annotated[datetime | None, Moment(optional=True)]


class CancelForm(msgspec.Struct):
    why: Annotated[str, Line(200, least=2)]
