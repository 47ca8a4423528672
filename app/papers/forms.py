"""A next version of a document, as staff write it."""

from datetime import datetime
from typing import Annotated

import msgspec

from app.papers.rules import LANGS
from app.web.fields import Choice, Line, Moment, Prose

MOST = 40_000
# A field's name per language: no hyphen may stand in it.
FIELD = {"zh-Hans": "hans", "zh-Hant": "hant", "en": "en"}


class VersionForm(msgspec.Struct):
    """`deed` look: see it before it is published."""

    title_hans: Annotated[str, Line(80, least=0)]
    body_hans: Annotated[str, Prose(MOST, least=0)]
    title_hant: Annotated[str, Line(80, least=0)]
    body_hant: Annotated[str, Prose(MOST, least=0)]
    title_en: Annotated[str, Line(80, least=0)]
    body_en: Annotated[str, Prose(MOST, least=0)]
    weight: Annotated[str, Choice(("minor", "major"), default="minor")]
    note: Annotated[str, Line(200, least=0)]
    effective_at: Annotated[datetime | None, Moment(optional=True)]
    deed: Annotated[str, Choice(("look", "publish", "edit"), default="look")]

    def texts(self, titles: dict[str, str]) -> dict[str, dict[str, str]]:
        """In each language that has a body; a title left out is the usual one."""
        return {
            lang: {"title": getattr(self, f"title_{FIELD[lang]}") or titles[lang], "body": body}
            for lang in LANGS
            if (body := getattr(self, f"body_{FIELD[lang]}"))
        }


def fields_of(texts: dict[str, dict[str, str]]) -> dict[str, str]:
    """Values of the form that shows these texts."""
    return {f"{part}_{FIELD[lang]}": text[part] for lang, text in texts.items() for part in ("title", "body")}
