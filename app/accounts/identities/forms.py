"""What the pages of addresses send."""

from typing import Annotated

import msgspec

from app.accounts.forms import Code, Zone
from app.web.fields import Line, Whole


class NewAddressForm(msgspec.Struct):
    """`next`: where one came from, to go on there."""

    address: Annotated[str, Line(320)]
    time_zone: Annotated[str, Zone()]
    next: Annotated[str, Line(200, least=0)]


class ProofForm(msgspec.Struct):
    at: Annotated[str, Line(60)]
    code: Annotated[str, Code()]
    next: Annotated[str, Line(200, least=0)]


class AtForm(msgspec.Struct):
    at: Annotated[str, Line(60)]


class IdentityForm(msgspec.Struct):
    identity: Annotated[int, Whole(1, 2**62)]
