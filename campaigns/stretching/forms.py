"""What a brand types about a stretch goal."""

from typing import Annotated

import msgspec

from app.foundation.i18n import N_
from app.foundation.money import parse_amount
from app.foundation.refusals import Refusal
from app.web.fields import Choice, Line, Many, Prose, Whole
from campaigns.stretching.rules import BY, BY_AMOUNT, MOST_BACKERS
from campaigns.tiers.rules import MOST_TIERS
from campaigns.tiers.tables import PERK_KINDS

NEW_ITEM = "new"
HIGHEST = 10**12


class StretchForm(msgspec.Struct, kw_only=True):
    """`item`: the id of a thing that is there, "new" with its name, or "" for a promise in words. `tiers`: public ids."""

    title: Annotated[str, Line(40)]
    text: Annotated[str, Prose(300, least=0)] = ""
    by: Annotated[str, Choice(BY, default=BY_AMOUNT)] = BY_AMOUNT
    target: Annotated[str, Line(20)]
    item: Annotated[str, Line(20, least=0)] = ""
    item_title: Annotated[str, Line(60, least=0)] = ""
    item_kind: Annotated[str, Choice(PERK_KINDS, default="physical")] = "physical"
    quantity: Annotated[int | None, Whole(1, 100, optional=True)] = None
    tiers: Annotated[list[str], Many(MOST_TIERS)] = []

    def reach(self, currency: str) -> int:
        """Minor units, or how many backers."""
        if self.by == BY_AMOUNT:
            amount = parse_amount(self.target, currency)
            if amount is None or not 0 < amount.amount <= HIGHEST:
                raise Refusal(N_("请填一个金额，例如 20000。"), field="target")
            return amount.amount
        number = self.target.replace(",", "").replace("，", "")
        if not number.isdecimal() or len(number) > 9 or not 0 < int(number) <= MOST_BACKERS:
            raise Refusal(N_("请填人数，例如 500。"), field="target")
        return int(number)
