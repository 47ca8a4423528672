"""What a brand types about an item and its variants."""

from dataclasses import dataclass
from typing import Annotated, Any

import msgspec

from app.foundation.i18n import N_
from app.foundation.text import clean_line
from app.web.fields import Choice, Field, FieldError, Line
from campaigns.contents.rules import MOST_VARIANTS, VariantRow
from campaigns.tiers.tables import PERK_KINDS


@dataclass
class Column(Field):
    """All values under a name, in order, empty ones too: they stand beside others of the same row.

    `upper`: kept in capitals, of which there may be more than of small letters.
    """

    longest: int
    most: int = MOST_VARIANTS + 5
    upper: bool = False

    def read(self, typed: list[Any]) -> list[str]:
        texts = [clean_line(one[:1000]) if isinstance(one, str) else "" for one in typed[: self.most]]
        texts = [text.upper() for text in texts] if self.upper else texts
        if any(len(text) > self.longest for text in texts):
            raise FieldError(N_("最多 %(most)s 个字，请删掉一些。"), most=self.longest)
        return texts


class ItemForm(msgspec.Struct):
    """`variant`, `variant_title` and `variant_sku` repeat side by side."""

    title: Annotated[str, Line(60)]
    kind: Annotated[str, Choice(PERK_KINDS, default="physical")]
    choice: Annotated[str, Line(20, least=0)]
    variant: Annotated[list[str], Column(12)]
    variant_title: Annotated[list[str], Column(40)]
    variant_sku: Annotated[list[str], Column(40, upper=True)]

    def rows(self) -> list[VariantRow]:
        """Those that have a name; an emptied one is taken away."""
        ids = self.variant + [""] * len(self.variant_title)
        skus = self.variant_sku + [""] * len(self.variant_title)
        return [VariantRow(title, sku, known) for title, sku, known in zip(self.variant_title, skus, ids, strict=False) if title][
            :MOST_VARIANTS
        ]
