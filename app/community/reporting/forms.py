"""What somebody who reports a thing types."""

from typing import Annotated
from urllib.parse import urlsplit

import msgspec

from app.community.reporting.rules import KINDS
from app.foundation.i18n import N_
from app.web.fields import Choice, Email, FieldError, Flag, Line, Prose


class Link(Line):
    """An address on the web, or nothing."""

    def read(self, typed: list) -> str:
        text = super().read(typed)
        if text and "://" not in text:
            text = f"https://{text}"
        if text and not _is_on_the_web(text):
            raise FieldError(N_("这不像一个网址，请检查一下。"))
        return text


def _is_on_the_web(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in parts.netloc


class ReportForm(msgspec.Struct):
    kind: Annotated[str, Line(24)]
    id: Annotated[str, Line(12)]
    problem: Annotated[str, Choice(KINDS)]
    details: Annotated[str, Prose(2000, least=0)]
    is_claimant: Annotated[bool, Flag()]
    owner: Annotated[str, Line(120, least=0)]
    original_url: Annotated[str, Link(500, least=0)]
    contact: Annotated[str, Line(200, least=0)]


class SignedOutReportForm(ReportForm):
    """Somebody without an account leaves an address, to hear the outcome."""

    email: Annotated[str, Email()]
