"""What a change means for the money, in words: said beside the button that makes it so."""

from dataclasses import dataclass
from typing import Any

from app.foundation.i18n import N_, translate
from app.foundation.money import Money
from app.web.formats import moment
from campaigns.changing.rules import Settling
from campaigns.pledging.methods import METHODS
from campaigns.pledging.wording import promise

_PAID = {
    "same": N_("不用再付，也不用退。"),
    "cheaper": N_("差价 %(back)s 现在就原路退回。剩下的 %(total)s 由平台代为保管。%(rest)s"),
    "dearer": N_(
        "现在用%(method)s补 %(due)s，一共 %(total)s，由平台代为保管。%(rest)s 15 分钟内补完才生效，补完之前原来的那一单不变。"
    ),
    "anew": N_(
        "差价太小，单独付不了：现在用%(method)s付新的全款 %(due)s，付好后原来的 %(back)s 原路退回。%(rest)s"
        " 15 分钟内付完才生效，付完之前原来的那一单不变。"
    ),
}
_REST = {
    "all_or_nothing": N_("%(deadline)s 截止，没有达标就全额退回。"),
    "keep_it_all": N_("%(deadline)s 截止，筹到多少都会做。"),
}


@dataclass(frozen=True, slots=True)
class Consequence:
    """The new promise, and the word on the button."""

    sentence: str
    button: str


def consequence(pledge: dict[str, Any], total: Money, money: Settling) -> Consequence:
    if pledge["state"] == "paid":
        return _paid(pledge, total, money)
    said = promise(pledge["method"], pledge["charge_plan"], pledge["funding"], total, pledge["deadline"])
    if pledge["state"] == "started":
        return Consequence(said, translate(N_("就这样改，去付款，合计 %(total)s"), total=total))
    return Consequence(said, translate(N_("就这样改，合计 %(total)s"), total=total))


def _paid(pledge: dict[str, Any], total: Money, money: Settling) -> Consequence:
    kind = ("anew" if money.back else "dearer") if money.due else ("cheaper" if money.back else "same")
    due, back = Money(money.due, total.currency), Money(money.back, total.currency)
    rest = translate(_REST[pledge["funding"]], deadline=moment(pledge["deadline"]))
    method = translate(METHODS[pledge["method"]].name)
    words = {
        "same": translate(N_("就这样改")),
        "cheaper": translate(N_("就这样改，退回 %(back)s"), back=back),
        "dearer": translate(N_("去补差价 %(due)s"), due=due),
        "anew": translate(N_("去付 %(due)s"), due=due),
    }
    return Consequence(translate(_PAID[kind], due=due, back=back, total=total, rest=rest, method=method), words[kind])


def step_words(change: dict[str, Any], currency: str) -> dict[str, Any]:
    """One step for the macro `trail`."""
    was, amount = Money(change["was"], currency), Money(change["amount"], currency)
    text = N_("改了这一单：%(was)s → %(amount)s") if change["was"] != change["amount"] else N_("改了这一单，金额不变")
    at = change["decided_at"]
    return {"what": translate(text, was=was, amount=amount), "when": moment(at), "iso": at.isoformat()}
