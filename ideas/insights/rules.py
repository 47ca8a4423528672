"""Pure decisions about prices and small numbers: which prices are offered, what may be shown of how few people."""

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from app.foundation.i18n import N_
from app.foundation.money import EXPONENTS, Money, parse_amount
from app.foundation.refusals import Refusal
from ideas.rules import VOTABLE

KINDS = ("ideas", "days", "prices")
FORMATS = ("csv", "xlsx")

LEAST_PRICES, MOST_PRICES = 3, 6
HIGHEST = 10**9  # minor units
RATHER_NOT = "-"  # what the form sends for “rather not say”
# What voters are offered where the brand set nothing: a rising ladder, each step about twice the one before, in the
# prices that things of fans are sold for in that currency.
OFFERED = {
    "CNY": (1990, 3900, 6900, 12900, 25900), "HKD": (2900, 5900, 9900, 19900, 39900), "TWD": (99, 199, 399, 699, 1290),
    "USD": (500, 1200, 2500, 4500, 9000), "EUR": (500, 1200, 2500, 4500, 9000), "GBP": (500, 1000, 2000, 4000, 8000),
    "SGD": (900, 1900, 3900, 6900, 12900), "JPY": (500, 1200, 2500, 4500, 9000), "MOP": (2900, 5900, 9900, 19900, 39900),
    "MYR": (1500, 2900, 5900, 9900, 19900),
}  # fmt: skip

ASKED_WHILE = (*VOTABLE, "won")  # until its campaign says the price
FEW = 5  # of fewer people than this nothing is told
ROUGH = 30  # below this an answer is only a first impression

NOT_A_VOTER = N_("先投一票，再说愿意付多少。")
OVER = N_("这个创意的愿付价已经不收了。")
CHANGED = N_("这个价位刚刚换了，请重新选一个。")
NOT_ASKED = N_("这个征集不问愿付价。")

_SEPARATED = re.compile(r"[\s,，、;；/|]+")
Key = TypeVar("Key", bound=Hashable)


def offered(currency: str) -> tuple[int, ...]:
    return OFFERED[currency]


def read_prices(typed: str, currency: str) -> list[int]:
    """Three to six different prices, rising, from what was typed with any separator between."""
    found: set[int] = set()
    for word in filter(None, _SEPARATED.split(typed.strip())):
        amount = parse_amount(word, currency)
        if amount is None or not 0 < amount.amount <= HIGHEST:
            raise Refusal(N_("“%(word)s”不是能用的价格，请写成 39 或 19.9，用空格隔开。"), field="prices", word=word[:20])
        found.add(amount.amount)
    if not LEAST_PRICES <= len(found) <= MOST_PRICES:
        raise Refusal(N_("请写 3 到 6 个不同的价格，用空格隔开。"), field="prices")
    return sorted(found)


def written_prices(amounts: Iterable[int], currency: str) -> str:
    """As the brand would type them."""
    places = EXPONENTS[currency]
    return "  ".join(f"{Money(one, currency).major:.{places}f}".removesuffix("." + "0" * places) for one in amounts)


def answer_of(chosen: str, amounts: Sequence[int]) -> int:
    """What one press of a chip says: a price, or 0 for “would not buy”."""
    if not re.fullmatch(r"[0-9]{1,10}", chosen) or int(chosen) not in (0, *amounts):
        raise Refusal(CHANGED)
    return int(chosen)


def check_answer(*, asks: bool, state: str, voted: bool) -> None:
    if not asks:
        raise Refusal(NOT_ASKED)
    if state not in ASKED_WHILE:
        raise Refusal(OVER)
    if not voted:
        raise Refusal(NOT_A_VOTER)


def protected(cells: Mapping[Key, int], least: int = FEW) -> dict[Key, int | None]:
    """Counts of people with None for those too few to be told.

    Where a single cell would be hidden the next smallest is hidden too: the total is known, and subtracting the others from
    it would tell the one (complementary suppression; Hundepool et al., “Statistical Disclosure Control”, 2012, chapter 4).
    Nobody at all is no secret.
    """
    hidden = {key for key, n in cells.items() if 0 < n < least}
    others = sorted((n, str(key), key) for key, n in cells.items() if n >= least)
    if len(hidden) == 1 and others:
        hidden.add(others[0][2])
    return {key: None if key in hidden else n for key, n in cells.items()}
