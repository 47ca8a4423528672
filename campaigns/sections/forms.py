"""What a brand types in the sections that are no rows; a draft may be incomplete."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar.datastructures import UploadFile

from app.foundation.money import EXPONENTS
from app.web.fields import Choice, Files, Line, Moment, Prose, Whole
from campaigns.discovering.categories import CATEGORIES
from campaigns.rules import FUNDING
from campaigns.sections.rules import MOST_RISKS


class BasicsForm(msgspec.Struct):
    """`kept` is the picture that it has."""

    title: Annotated[str, Line(60, least=2)]
    summary: Annotated[str, Line(200, least=0)]
    cover: Annotated[list[UploadFile], Files(1)]
    kept: Annotated[str, Line(12, least=0)]
    category: Annotated[str, Choice(("", *CATEGORIES), default="")] = ""


class StoryForm(msgspec.Struct):
    """`uploads` come to stand at the end of the story; with a script they were put where one writes."""

    story: Annotated[str, Prose(20_000, least=0)]
    video: Annotated[str, Line(1000, least=0)]
    uploads: Annotated[list[UploadFile], Files(8)]


class FundingForm(msgspec.Struct):
    """`goal` is read in the currency chosen beside it."""

    currency: Annotated[str, Choice(tuple(EXPONENTS))]
    goal: Annotated[str, Line(20, least=0)]
    funding: Annotated[str, Choice(FUNDING, default="all_or_nothing")]
    deadline: Annotated[datetime | None, Moment(optional=True)]
    early_hours: Annotated[int | None, Whole(0, 72, optional=True)] = None


class RisksForm(msgspec.Struct):
    risks: Annotated[str, Prose(MOST_RISKS, least=0)]


class AddedRisksForm(msgspec.Struct):
    """Once it is public nothing that was told is taken back."""

    addition: Annotated[str, Prose(MOST_RISKS)]
