"""Pure parts of improvements on a passage: the paragraphs one may choose, finding what was marked, putting the new wording in."""

import re
from dataclasses import dataclass

LONGEST_PASSAGE = 2000

_GAP = re.compile(r"\n[ ]*\n+")
_UNREAD = re.compile(r"[\s#>*_`~\-]+")  # signs of Markdown and white space: not there when one reads


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a body, and where it begins there."""

    text: str
    start: int


def paragraphs(body: str) -> list[Passage]:
    """As one reads them; a very long one in its lines."""
    found: list[Passage] = []
    start = 0
    for gap in [*_GAP.finditer(body), None]:
        end = gap.start() if gap else len(body)
        found += _split(body[start:end], start)
        start = gap.end() if gap else end
    return found


def _split(block: str, at: int) -> list[Passage]:
    if len(block) <= LONGEST_PASSAGE:
        return [Passage(block, at)] if block.strip() else []
    found = []
    for line in re.finditer(r"[^\n]+", block):
        found += [
            Passage(line[0][n : n + LONGEST_PASSAGE], at + line.start() + n) for n in range(0, len(line[0]), LONGEST_PASSAGE)
        ]
    return found


def passage_of(body: str, marked: str) -> Passage | None:
    """What somebody marked on the page, as it stands in the text: the very words, or the paragraph that they are in."""
    marked = marked.strip()[:LONGEST_PASSAGE]
    if not marked:
        return None
    at = body.find(marked)
    if at >= 0:
        return Passage(marked, at)
    wanted = _UNREAD.sub("", marked)
    return next((one for one in paragraphs(body) if wanted and wanted in _UNREAD.sub("", one.text)), None)


def is_there(body: str, passage: str) -> bool:
    return bool(passage) and passage in body


def put_in(body: str, passage: str, wording: str, start: int) -> str | None:
    """The body with the wording in the passage's place; of several the one nearest to where it was. None where it is gone."""
    places = [found.start() for found in re.finditer(re.escape(passage), body)] if passage else []
    if not places:
        return None
    at = min(places, key=lambda place: abs(place - start))
    changed = body[:at] + wording + body[at + len(passage) :]
    return re.sub(r"\n{3,}", "\n\n", changed).strip("\n") if not wording else changed
