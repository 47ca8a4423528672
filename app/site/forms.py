"""What staff say of the site and its region."""

from typing import Annotated, Any

import msgspec

from app.foundation.i18n import N_
from app.site.accent import parse_hex
from app.site.tables import PRE_MODERATION
from app.web.fields import Choice, Field, FieldError, Files, Flag, Line, Prose, Whole


class Colour(Field):
    """#rrggbb, or nothing."""

    def read(self, typed: list[Any]) -> str:
        text = typed[-1].strip().lower() if typed and isinstance(typed[-1], str) else ""
        if text and parse_hex(text) is None:
            raise FieldError(N_("颜色写成 # 加六位，例如 #b3392f。"))
        return text


class SiteForm(msgspec.Struct):
    """`plain`: no colour of its own. `brand`: public id, or "" for a site of many brands."""

    name: Annotated[str, Line(40)]
    logo: Annotated[list, Files(1)]
    kept: Annotated[str, Line(120, least=0)]
    accent: Annotated[str, Colour()]
    plain: Annotated[bool, Flag()]
    sender: Annotated[str, Line(60, least=0)]
    brand: Annotated[str, Line(12, least=0)]
    deed: Annotated[str, Line(8, least=0)]


class RegionForm(msgspec.Struct):
    least_age_join: Annotated[int | None, Whole(0, 120, optional=True)]
    least_age_vote: Annotated[int | None, Whole(0, 120, optional=True)]
    least_age_pledge: Annotated[int | None, Whole(0, 120, optional=True)]
    phone_to_post: Annotated[bool, Flag()]
    pre_moderation: Annotated[str, Choice(PRE_MODERATION, default="off")]
    cross_border: Annotated[bool, Flag()]
    withdrawal_days: Annotated[int | None, Whole(0, 365, optional=True)]
    no_donations: Annotated[bool, Flag()]
    seller: Annotated[str, Prose(600, least=0)]
    footer: Annotated[str, Prose(600, least=0)]
