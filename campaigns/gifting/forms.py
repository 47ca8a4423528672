"""What is said with a gift; the same names as in the pledge's own form."""

from typing import Annotated, Protocol

import msgspec

from app.web.fields import Line, Prose
from campaigns.pledging.order_fields import LONGEST_CARD, MaybeEmail


class GiftWords(Protocol):
    gift_name: str
    gift_email: str
    gift_signed: str
    gift_card: str


class GiftForm(msgspec.Struct):
    gift_name: Annotated[str, Line(40, least=0)]
    gift_email: Annotated[str, MaybeEmail()]
    gift_signed: Annotated[str, Line(40, least=0)]
    gift_card: Annotated[str, Prose(LONGEST_CARD, least=0)]
