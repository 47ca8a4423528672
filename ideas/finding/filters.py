"""What an address asks of a list, and the links that change one thing of it."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from app.foundation.i18n import N_, translate
from app.foundation.text import clean_line
from ideas.challenges.queries import ChallengeView
from ideas.finding.queries import Wanted
from ideas.finding.rules import GROUPS, ORDERS
from ideas.finding.tags import TagUse
from ideas.tagging.rules import tag_term

Asked = dict[str, str]
Link = dict[str, Any]
KINDS = {"challenge": N_("征集"), "brand": N_("品牌"), "tag": N_("标签"), "state": N_("状态")}


def wanted_list(asked: Asked, challenge: ChallengeView | None) -> Wanted:
    """What an address asks for; what it can't mean falls back to the first list."""
    return Wanted(
        order=asked["order"] if asked["order"] in ORDERS else "newest",
        group=asked.get("state", "") if asked.get("state", "") in GROUPS else "",
        challenge=challenge.id if challenge else None,
        q=asked.get("q", ""), tag=clean_line(asked.get("tag", "")).lstrip("#＃").strip(), brand=asked.get("brand", ""),
        after=asked["after"], before=asked["before"],
    )  # fmt: skip


def address(path: str, asked: Asked, **changed: str) -> str:
    """The list with something changed, from its first page on."""
    kept = {name: text for name, text in asked.items() if name not in ("after", "before")} | changed
    query = urlencode({name: text for name, text in kept.items() if text})
    return f"{path}?{query}" if query else path


def order_links(path: str, asked: Asked, wanted: Wanted) -> list[Link]:
    return [
        {"href": address(path, asked, order=order), "word": translate(word), "is_current": order == wanted.order}
        for order, (_, word) in ORDERS.items()
    ]


def group_links(asked: Asked, wanted: Wanted) -> list[Link]:
    return [
        {"href": address("/ideas", asked, state=group), "word": translate(word), "is_current": group == wanted.group}
        for group, (_, word) in GROUPS.items()
    ]


def _chip(asked: Asked, name: str, text: str, word: str, lang: str = "", is_current: bool | None = None) -> Link:
    """Pressed again it lets go."""
    now = asked.get(name, "") == text if is_current is None else is_current
    return {"href": address("/ideas", asked, **{name: "" if now else text}), "word": word, "lang": lang, "is_current": now}


def challenge_chips(asked: Asked, challenges: Iterable[ChallengeView]) -> list[Link]:
    return [_chip(asked, "challenge", one.public_id, one.title, one.lang) for one in challenges]


def brand_chips(asked: Asked, brands: Iterable[dict[str, Any]]) -> list[Link]:
    return [_chip(asked, "brand", one["public_id"], one["name"], one["lang"]) for one in brands]


def tag_chips(asked: Asked, wanted: Wanted, tags: Iterable[TagUse]) -> list[Link]:
    return [_chip(asked, "tag", one.name, f"#{one.name}", is_current=_is(wanted, one.name)) for one in tags]


def _is(wanted: Wanted, tag: str) -> bool:
    return bool(wanted.tag) and tag_term(wanted.tag) == tag_term(tag)


def chosen(asked: Asked, wanted: Wanted, challenge: ChallengeView | None, brand: dict[str, Any] | None) -> list[Link]:
    """What narrows the list, each with the address of the list without it."""
    words = {
        "challenge": challenge.title if challenge else "", "brand": brand["name"] if brand else "",
        "tag": f"#{wanted.tag}" if wanted.tag else "", "state": translate(GROUPS[wanted.group][1]) if wanted.group else "",
    }  # fmt: skip
    return [
        {"href": address("/ideas", asked, **{name: ""}), "kind": translate(KINDS[name]), "word": word}
        for name, word in words.items()
        if word
    ]
