"""How staff sees texts: with the listed words marked, and each act of the log as a sentence."""

import re
from typing import Any

from markupsafe import Markup, escape

from app.accounts.queries import Person
from app.community.moderation.kinds import known_kinds
from app.community.moderation.rules import ACT_WORDS, CAUSE_WORDS
from app.community.moderation.words import Words
from app.community.reporting.rules import KIND_WORDS
from app.foundation.i18n import N_, gettext


def marked(text: str, words: Words) -> Markup:
    """The text with every listed word in it marked, as it was typed."""
    typed = sorted({hit.typed for hit in words.search(text)}, key=len, reverse=True)
    if not typed:
        return escape(text)
    parts = re.split("(" + "|".join(re.escape(one) for one in typed) + ")", text)
    return Markup("").join(Markup("<mark>{}</mark>").format(part) if n % 2 else escape(part) for n, part in enumerate(parts))


def act_word(act: str) -> str:
    return gettext(ACT_WORDS.get(act, act))


def kind_word(kind: str) -> str:
    known = known_kinds().get(kind)
    return gettext(known.word) if known else kind


def problem_word(problem: str) -> str:
    return gettext(KIND_WORDS.get(problem, problem))


def cause_word(cause: str) -> str:
    return gettext(CAUSE_WORDS.get(cause, cause))


def said(text: str) -> str:
    """A reason in the reader's language where it is one of the house's, else as staff wrote it."""
    return gettext(text)


def trail(entries: list[dict[str, Any]], who: dict[int, Person]) -> list[dict[str, Any]]:
    """Arguments of the macro `trail` and of the log's table."""
    return [entry | {"word": act_word(entry["act"]), "by": _by(entry, who)} for entry in entries]


def _by(entry: dict[str, Any], who: dict[int, Person]) -> str:
    if entry["actor"] in who:
        return who[entry["actor"]].name
    return gettext({"rule": N_("规则"), "provider": N_("外部检查")}.get(entry["source"], N_("未登录的访客")))
