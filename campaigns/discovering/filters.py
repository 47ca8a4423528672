"""What an address asks of a list of campaigns, and the links that change one thing of it."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from app.foundation.i18n import N_, translate
from app.foundation.money import EXPONENTS
from campaigns.discovering.categories import CATEGORIES, category_word
from campaigns.discovering.queries import Wanted
from campaigns.discovering.rules import FIRST, LISTS, list_named

Asked = dict[str, str]
Link = dict[str, Any]
ASKED = ("list", "category", "brand", "currency", "q", "after", "before")
NARROWING = ("category", "brand", "currency")
KINDS = {"category": N_("类别"), "brand": N_("品牌"), "currency": N_("币种")}
CURRENCIES = {
    "CNY": N_("人民币"), "HKD": N_("港元"), "TWD": N_("新台币"), "USD": N_("美元"), "EUR": N_("欧元"), "GBP": N_("英镑"),
    "SGD": N_("新加坡元"), "JPY": N_("日元"), "MOP": N_("澳门元"), "MYR": N_("林吉特"),
}  # fmt: skip


def wanted_list(asked: Asked) -> Wanted:
    """What an address asks for; what it can't mean falls back to the first list. A hidden brand's name is no filter."""
    return Wanted(
        name=list_named(asked["list"], searching=bool(asked["q"].strip())),
        category=asked["category"] if asked["category"] in CATEGORIES else "",
        brand=asked["brand"], currency=asked["currency"] if asked["currency"] in EXPONENTS else "",
        q=asked["q"], after=asked["after"], before=asked["before"],
    )  # fmt: skip


def address(asked: Asked, **changed: str) -> str:
    """The list with something changed, from its first page on; a category has a page of its own."""
    kept = {name: text for name, text in asked.items() if name not in ("after", "before")} | changed
    category = kept.pop("category", "")
    if kept.get("list") in (FIRST, "all" if kept.get("q", "").strip() else FIRST):
        kept["list"] = ""
    path = f"/campaigns/in/{category}" if category in CATEGORIES else "/campaigns"
    query = urlencode({name: text for name, text in kept.items() if text})
    return f"{path}?{query}" if query else path


def list_links(asked: Asked, wanted: Wanted) -> list[Link]:
    """While searching, the list of all comes first; otherwise it isn't offered: nobody wants what failed long ago."""
    names = ["all", *(one for one in LISTS if one != "all")] if asked["q"].strip() else [one for one in LISTS if one != "all"]
    return [
        {"href": address(asked, list=name), "word": translate(LISTS[name].word), "is_current": name == wanted.name}
        for name in names
    ]


def _chip(asked: Asked, name: str, text: str, word: str, lang: str = "") -> Link:
    """Pressed again it lets go."""
    now = asked[name] == text
    return {"href": address(asked, **{name: "" if now else text}), "word": word, "lang": lang, "is_current": now}


def category_chips(asked: Asked, in_use: Iterable[str]) -> list[Link]:
    """In the fixed order; only those in which something runs or begins soon, and the one chosen."""
    used = {*in_use, asked["category"]}
    chips = [_chip(asked, "category", key, category_word(key)) for key in CATEGORIES if key in used]
    every = {"href": address(asked, category=""), "word": translate(N_("全部类别")), "is_current": not asked["category"]}
    return [every, *chips] if chips else []


def brand_chips(asked: Asked, brands: Iterable[dict[str, Any]]) -> list[Link]:
    return [_chip(asked, "brand", one["public_id"], one["name"], one["lang"]) for one in brands]


def currency_chips(asked: Asked, currencies: list[str]) -> list[Link]:
    """A choice only where there are several."""
    return [_chip(asked, "currency", one, translate(CURRENCIES[one])) for one in currencies] if len(currencies) > 1 else []


def chosen(asked: Asked, wanted: Wanted, brand: dict[str, Any] | None) -> list[Link]:
    """What narrows the list, each with the address of the list without it."""
    words = {
        "category": category_word(wanted.category), "brand": brand["name"] if brand else "",
        "currency": translate(CURRENCIES[wanted.currency]) if wanted.currency else "",
    }  # fmt: skip
    return [
        {"href": address(asked, **{name: ""}), "name": name, "kind": translate(KINDS[name]), "word": word}
        for name, word in words.items()
        if word
    ]
