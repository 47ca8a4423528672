"""Atom feeds and other XML: what is public, for readers and search engines; with a tag, so that nothing is sent twice."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from litestar import Request
from litestar.response import Response

from app.settings import settings
from app.web.pages import SHARED, render

ATOM, XML = "application/atom+xml", "application/xml"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a feed; `path` is its address here, and stays the same whatever becomes of it."""

    path: str
    title: str
    summary: str
    published: datetime
    updated: datetime
    author: str = ""
    lang: str = ""
    category: str = ""
    picture: str = ""  # public id
    content: str = ""  # HTML, already safe
    fragment: str = ""  # where on that page, for things that have no page of their own


@dataclass(frozen=True, slots=True)
class Feed:
    path: str  # of the feed itself
    title: str
    page: str  # of which it tells
    entries: Sequence[Entry]

    @property
    def updated(self) -> datetime:
        """An empty one has never changed."""
        return max((one.updated for one in self.entries), default=datetime(2020, 1, 1, tzinfo=UTC))


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def atom(request: Request, feed: Feed) -> Response[bytes]:
    return xml(request, render("feeds/atom.xml", feed=feed, stamp=stamp), ATOM)


def xml(request: Request, text: str, media_type: str = XML) -> Response[bytes]:
    """The same for everybody in this language."""
    body = text.encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {"ETag": etag, "Cache-Control": "public, max-age=60", "Vary": "Accept-Language, Cookie"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers, media_type=media_type)
    return Response(body, headers=headers | {SHARED: "1"}, media_type=f"{media_type}; charset=utf-8")


def absolute(path: str) -> str:
    return settings.public_url + path
