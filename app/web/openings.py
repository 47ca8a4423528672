"""Which answers are a shared link opened by a person: once a day for each browser and link, programs left out."""

import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from app.web.head import ASKED_AS_HEAD
from app.web.security import client_address, header

# Chats fetch a link to preview it, and searchers to index it; as far as they say so.
PROGRAMS = re.compile(
    r"(?<!cu)bot\b|spider|crawl|externalhit|facebot|whatsapp|line-poker|preview|prefetch|slurp|embedly|mediapartners|curl|wget|"
    r"python|httpx|aiohttp|okhttp|go-http|java/|node|axios|libwww|scrapy|phantom|lighthouse|monitor|uptime",
    re.IGNORECASE,
)
_THING = re.compile(r"/(ideas|challenges|campaigns|brands)/([0-9a-z]{6,12})(?:/|$)")
MOST_REMEMBERED, REMEMBERED_FOR = 20_000, 1_800.0
MOST_IN_COOKIE = 12

# Told of each opening (ref, thing): filled at the roof.
when_opened: list[Callable[[str, str], Awaitable[None]]] = []


def thing_of(path: str) -> str:
    """What an address is about: `ideas/k7m2qx`, or "" for any page that is about no single thing."""
    found = _THING.match(path)
    return f"{found[1]}/{found[2]}" if found else ""


def is_person(scope: Any) -> bool:
    """Whether a browser asks for a page because somebody wants to see it."""
    agent = header(scope, b"user-agent")
    return (
        bool(agent)
        and scope["method"] == "GET"
        and ASKED_AS_HEAD not in scope
        and "text/html" in header(scope, b"accept")
        and not PROGRAMS.search(agent)
        and not header(scope, b"hx-request")
        and "prefetch" not in header(scope, b"sec-purpose") + header(scope, b"purpose")
    )


class Openings:
    """Remembers, in the browser and for half an hour here, what was counted: some browsers forget cookies at once."""

    COOKIE: ClassVar[str] = "zz_seen"

    def __init__(self) -> None:
        self.counted: OrderedDict[bytes, float] = OrderedDict()

    async def note(self, scope: Any, message: Any, ref: str, seen: str) -> str:
        """Counts the opening if it is one; the cookie's new text, or "" where nothing was counted."""
        if message["status"] != 200 or not _is_html(message) or not is_person(scope):
            return ""
        thing = thing_of(scope["path"])
        mark = hashlib.sha256(f"{ref} {thing}".encode()).hexdigest()[:8]
        marks = [one for one in seen.split(".") if re.fullmatch("[0-9a-f]{8}", one)]
        if mark in marks or self._was_here(scope, mark):
            return ""
        for told in when_opened:
            await told(ref, thing)
        return ".".join([*marks, mark][-MOST_IN_COOKIE:])

    def _was_here(self, scope: Any, mark: str) -> bool:
        """By a hash that is never written anywhere."""
        who = hashlib.blake2b(f"{client_address(scope)} {header(scope, b'user-agent')} {mark}".encode(), digest_size=12).digest()
        now = time.monotonic()
        known = self.counted.get(who, -REMEMBERED_FOR) > now - REMEMBERED_FOR
        if not known:
            self.counted[who] = now
            while len(self.counted) > MOST_REMEMBERED:
                self.counted.popitem(last=False)
        return known


def _is_html(message: Any) -> bool:
    return any(name.lower() == b"content-type" and text.startswith(b"text/html") for name, text in message["headers"])
