"""Going through the site as a visitor does, by its links; of pages of one shape a few are enough."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx

OF_A_SHAPE = 2
NO_PAGES = re.compile(
    r"/(media|static|assets|dev/mail/\d+/html|site\.css|healthz|readyz)|\.(png|jpg|svg|webp|csv|zip|xlsx|ics|xml)(\?|$)"
)
_ID = re.compile(r"/(?=[^/]*\d|[bcdfghjkmnpqrstvwxyz]{8}(?:/|$))[0-9bcdfghjkmnpqrstvwxyz]{6,12}(?=/|$)|/\d+(?=/|$)")


@dataclass(frozen=True)
class Found:
    """A page by its address, and who could open it."""

    path: str
    shape: str
    who: str


def shape_of(path: str) -> str:
    """The address without what differs between things of one kind: ids, and the values of its query."""
    parts = urlsplit(path)
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return _ID.sub("/…", parts.path) + ("?" + "&".join(names) if names else "")


def links_in(html: str, page: str) -> Iterator[str]:
    for href in re.findall(r'<a\b[^>]*\bhref="([^"]+)"', html):
        where = urlsplit(urljoin(page, href.replace("&amp;", "&")))
        if where.netloc == urlsplit(page).netloc and where.scheme in ("http", "https"):
            yield where.path + (f"?{where.query}" if where.query else "")


def crawl(base: str, who: str, cookies: dict[str, str], begin: tuple[str, ...] = ("/",)) -> list[Found]:
    """Pages, not files; each shape at most twice. A link that leads nowhere is a fault."""
    found: list[Found] = []
    seen: dict[str, int] = {}
    waiting = deque((path, "") for path in begin)
    known = set(begin)
    with httpx.Client(base_url=base, cookies=cookies, timeout=30, headers={"Accept-Language": "zh-CN"}) as http:
        while waiting:
            path, came_from = waiting.popleft()
            shape = shape_of(path)
            if NO_PAGES.search(path) or seen.get(shape, 0) >= OF_A_SHAPE:
                continue
            seen[shape] = seen.get(shape, 0) + 1
            answer = http.get(path)
            if answer.is_redirect:
                target = urlsplit(urljoin(base + path, answer.headers["location"]))
                if target.netloc == urlsplit(base).netloc:
                    answer_path = target.path + (f"?{target.query}" if target.query else "")
                    waiting.append((answer_path, path))
                continue
            assert answer.status_code < 400, f"{who}: {came_from} leads to {path}, which answers {answer.status_code}"
            if not answer.headers.get("content-type", "").startswith("text/html"):
                continue
            found.append(Found(path, shape, who))
            for link in links_in(answer.text, base + path):
                if link not in known:
                    known.add(link)
                    waiting.append((link, path))
    return found
