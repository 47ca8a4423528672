"""Where a parcel goes, and what a packer says when it leaves."""

import re
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec

from app.foundation.i18n import N_
from app.web.fields import Choice, FieldError, Line, Many
from campaigns.fulfilment.carriers import CARRIERS
from campaigns.fulfilment.countries import COUNTRIES


@dataclass
class Phone(Line):
    """Digits with the signs people write between them; a number of some country, never checked further."""

    def read(self, typed: list[Any]) -> str:
        text = super().read(typed)
        if not re.fullmatch(r"[+0-9() .-]+", text) or not 6 <= sum(sign.isdigit() for sign in text) <= 16:
            raise FieldError(N_("请填能打通的电话，例如 138 0000 0000。"))
        return text


class DestinationForm(msgspec.Struct):
    name: Annotated[str, Line(60)]
    phone: Annotated[str, Phone(32)]
    country: Annotated[str, Choice(COUNTRIES)]
    region: Annotated[str, Line(60, least=0)]
    city: Annotated[str, Line(60)]
    line1: Annotated[str, Line(200)]
    line2: Annotated[str, Line(200, least=0)]
    postcode: Annotated[str, Line(16, least=0)]


class DispatchForm(msgspec.Struct):
    """Beside it each perk has a field `number-<id>`; one number serves all parcels' parts of a backer."""

    carrier: Annotated[str, Choice(tuple(CARRIERS))]
    perk: Annotated[list[str], Many(500)]
    tracking_number: Annotated[str, Line(40, least=0)]
