"""Pure parts of keeping what is typed: the mark of a wording, by which a form that fell behind is known."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal

OVER = "over:"  # before a mark: whoever sends this saw that wording and means to replace it
NEW = "new"  # a form that began with nothing


class Outdated(Refusal):
    """Somebody, perhaps oneself on another page, has saved a newer wording since this form was opened."""

    def __init__(self) -> None:
        super().__init__(N_("你打开之后，这里存过更新的版本。两份都在下面，对照一下再保存。"))


def mark_of(title: str, summary: str, body: str, tags: Iterable[str], pictures: Iterable[str]) -> str:
    """The same words, tags and pictures have the same mark, whoever saved them and when."""
    text = "\0".join([title, summary, body, *tags, "", *(one.partition(".")[0] for one in pictures)])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def mark_of_form(form: Any) -> str:
    return mark_of(form.title, form.summary, form.body, form.tags, form.pictures)


def is_outdated(based_on: str, stored: str, sent: str) -> bool:
    """Forms that carry no mark aren't asked."""
    mark = based_on.removeprefix(OVER)
    return bool(mark) and stored not in (mark, sent)


def goes_on(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a wording only says more: nothing of the one before is lost with it."""
    return all(str(after[name]).startswith(str(before[name])) for name in ("title", "summary", "body"))


def replaces_knowingly(based_on: str, stored: str, sent: str) -> bool:
    return based_on.startswith(OVER) and stored != sent
