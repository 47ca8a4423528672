"""Pure decisions about shipping zones: no country in two of them, nothing priced by a weight that nobody gave."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.foundation.i18n import N_, translate
from app.foundation.refusals import Refusal
from campaigns.fulfilment.countries import COUNTRIES, country_name
from campaigns.pledging.quoting import EVERYWHERE_ELSE
from campaigns.rules import EDITABLE

MOST_ZONES = 20
HEAVIEST = 100_000  # grams
ELSEWHERE = N_("其他地区")


def place_name(code: str) -> str:
    """Of a country, in the reader's language; the star is everywhere else."""
    return translate(ELSEWHERE) if code == EVERYWHERE_ELSE else country_name(code)


def check_may_edit_zones(state: str) -> None:
    if state not in EDITABLE:
        raise Refusal(N_("提交之后配送区域和运费不能再改。支持者看到的运费，就是最后的运费。"))


def known_places(codes: Iterable[str]) -> list[str]:
    """Those that exist, each once, in one order."""
    wanted = set(codes)
    return [code for code in (*COUNTRIES, EVERYWHERE_ELSE) if code in wanted]


def check_places(places: Sequence[str], others: Iterable[tuple[str, Sequence[str]]]) -> None:
    """`others`: title and places of the campaign's other zones."""
    if not places:
        raise Refusal(N_("至少选一个地区。"), field="countries")
    for title, theirs in others:
        if both := [code for code in places if code in theirs]:
            sentence = N_("“%(place)s”已经在“%(zone)s”里了，一个地方只能有一个运费。")
            raise Refusal(sentence, field="countries", place=place_name(both[0]), zone=title)


def check_weights(first_grams: int | None, next_grams: int | None, next_price: int) -> None:
    """The first so many grams, then each further so many: a price for more needs to say for how much more."""
    if not first_grams:
        raise Refusal(N_("写下首重是多少克。"), field="first_grams")
    if next_price and not next_grams:
        raise Refusal(N_("续重有价格，就要写每多少克。"), field="next_grams")


def without_freight(shipping_by: str, zones: Sequence[Mapping[str, Any]], tiers: Sequence[Mapping[str, Any]]) -> list[str]:
    """Names of tiers that send something and could be sent nowhere, or weigh nothing where weight makes the price."""
    if not zones:
        return []
    sent = [tier for tier in tiers if any(item["kind"] == "physical" for item in tier["items"])]
    if shipping_by == "weight":
        return [tier["title"] for tier in sent if not tier["weight"]]
    return [tier["title"] for tier in sent if not tier["freight"]]
