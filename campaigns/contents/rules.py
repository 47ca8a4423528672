"""Pure decisions about items and their variants: names told apart, no stock number twice, nothing taken from under a pledge."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from campaigns.rules import EDITABLE

MOST_ITEMS = 60
MOST_VARIANTS = 40
GROWING = ("prelaunch", "live")  # more may come, what there is stays


@dataclass(frozen=True, slots=True)
class VariantRow:
    """As typed; `variant` is the public id of one that is there already."""

    title: str
    sku: str = ""
    variant: str = ""


def check_may_add_item(state: str, there_are: int) -> None:
    if state not in (*EDITABLE, *GROWING):
        raise Refusal(N_("现在不能加内容。"))
    if there_are >= MOST_ITEMS:
        raise Refusal(N_("一个众筹最多 %(most)s 样内容。"), most=MOST_ITEMS)


def check_may_remove_item(state: str, in_tiers: Sequence[str], in_goals: Sequence[str]) -> None:
    if state not in EDITABLE:
        raise Refusal(N_("提交之后内容不能再删。"))
    if in_tiers or in_goals:
        used = [*in_tiers, *in_goals][0]
        raise Refusal(N_("“%(place)s”里还有它，先从那里拿掉。"), place=used)


def check_variants(choice: str, rows: Sequence[VariantRow], elsewhere: Mapping[str, str]) -> None:
    """`elsewhere`: stock number to the name of what has it in the rest of the campaign."""
    if rows and not choice:
        raise Refusal(N_("写下按什么选，比如“颜色”。"), field="choice")
    if choice and not rows:
        raise Refusal(N_("写下有哪几种，至少一种。没有得选就把“按什么选”空着。"), field="variant_title")
    if twice := _twice(row.title for row in rows):
        raise Refusal(N_("“%(title)s”写了两次。"), field="variant_title", title=twice)
    if twice := _twice(row.sku for row in rows if row.sku):
        raise Refusal(N_("SKU “%(sku)s”写了两次，每种要有自己的。"), field="variant_sku", sku=twice)
    for row in rows:
        if row.sku in elsewhere:
            sentence = N_("SKU “%(sku)s”已经是“%(title)s”的了。")
            raise Refusal(sentence, field="variant_sku", sku=row.sku, title=elsewhere[row.sku])


def _twice(texts: Iterable[str]) -> str:
    seen: set[str] = set()
    for text in texts:
        if text.casefold() in seen:
            return text
        seen.add(text.casefold())
    return ""


def check_growth(known: Sequence[VariantRow], wanted: Sequence[VariantRow]) -> list[VariantRow]:
    """After the submission: those that come on top. What is there was chosen by somebody, or read by staff."""
    if not known:
        raise Refusal(N_("提交之后，没有规格的内容不能再分规格。"), field="variant_title")
    by_id = {row.variant: row for row in wanted if row.variant}
    if any(row.variant not in by_id or by_id[row.variant].title != row.title for row in known):
        raise Refusal(N_("提交之后规格只能加，不能改名、不能删。"), field="variant_title")
    return [row for row in wanted if not row.variant]


def free_sku(item_number: int, taken: set[str]) -> str:
    """For a variant without one of the brand's own: 02-01 is the first of the second item."""
    n = 1
    while (sku := f"{item_number:02}-{n:02}") in taken:
        n += 1
    return sku
