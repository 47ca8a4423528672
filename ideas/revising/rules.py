"""Pure parts of revisions: what changed between two wordings, and by how much."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.foundation.differing import Paragraph, around_changes, difference, difference_of_lines, is_same

SHORT = ("title", "summary")


@dataclass(frozen=True, slots=True)
class Changes:
    """`lines`: the title and the summary where they changed; `body`: paragraphs, or how many are left out between them."""

    lines: dict[str, Paragraph]
    body: list[Paragraph | int]
    added: int
    gone: int

    @property
    def is_empty(self) -> bool:
        return not self.lines and not self.body


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    lines = {name: difference_of_lines(before[name], after[name]) for name in SHORT if before[name] != after[name]}
    told = difference(before["body"], after["body"])
    body = [] if is_same(told) else told
    pieces = [piece for paragraph in [*lines.values(), *body] for piece in paragraph]
    return Changes(
        lines=lines,
        body=list(around_changes(body)),
        added=sum(len(piece.text) for piece in pieces if piece.what == "new"),
        gone=sum(len(piece.text) for piece in pieces if piece.what == "gone"),
    )
