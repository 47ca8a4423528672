"""What a chat shows under a link: 1200 × 630, drawn from what is true now."""

from app.sharing.drawing.paper import FAINT, HAIR_LINE, INK, PAPER, SOFT, STAGES, Paper
from app.sharing.drawing.parts import imprint, postmark, rail, ruler, seal
from app.sharing.drawing.setting import fitted, lines_of
from app.sharing.showing import Shown

SIZE = 1200, 630
SEAM = 566  # where the picture ends and the paper begins
LEFT, RIGHT = 622, 1148


def draw_card(shown: Shown, pictures: dict[str, bytes]) -> bytes:
    """`pictures` holds the files that `shown` names, as far as they are there."""
    paper = Paper(SIZE, shown.lang)
    {"idea": _idea, "challenge": _challenge, "campaign": _campaign}.get(shown.kind, _plain)(paper, shown, pictures)
    paper.pen.rectangle([0, 0, SIZE[0] - 1, SIZE[1] - 1], outline=HAIR_LINE, width=2)
    return paper.file()


def _picture(paper: Paper, shown: Shown, pictures: dict[str, bytes]) -> None:
    paper.picture(pictures.get(shown.picture), (0, 0, SEAM, SIZE[1]))
    paper.pen.line([SEAM, 0, SEAM, SIZE[1]], fill=HAIR_LINE, width=2)


def _head(paper: Paper, shown: Shown, left: float = LEFT) -> None:
    """What it belongs to on the left, the house on the right."""
    imprint(paper, RIGHT, 64, shown.site)
    paper.text(left, 73, paper.short(shown.eyebrow, 25, 330 if left == LEFT else 700), 25, SOFT)


def _title(paper: Paper, text: str, sizes: tuple[int, ...], top: float, *, left: float = LEFT, most: int = 3) -> float:
    size, lines = fitted(text, sizes, RIGHT - left, paper.lang, bold=True, most=most)
    return paper.lines(left, top + size * 0.9, lines, size, 1.26, bold=True) - size * 0.9


def _summary(paper: Paper, text: str, top: float, bottom: float) -> None:
    """As many lines as there is room for, three at most."""
    most = min(3, int((bottom - top) // 41) + 1)
    if most > 0:
        paper.lines(LEFT, top, lines_of(text, 27, RIGHT - LEFT, paper.lang, most=most), 27, 1.5, FAINT)


def _idea(paper: Paper, shown: Shown, pictures: dict[str, bytes]) -> None:
    colour = STAGES[shown.stage]
    _picture(paper, shown, pictures)
    _head(paper, shown)
    below = _title(paper, shown.title, (62, 54, 46, 40), 122)
    paper.text(LEFT, below + 34, paper.short(shown.byline, 28, RIGHT - LEFT), 28, SOFT)
    _summary(paper, shown.summary, below + 84, 452)
    if shown.seal[0] and shown.picture in pictures:
        seal(paper, SEAM - 92, SIZE[1] - 116, 172, *shown.seal, colour)
    elif shown.seal[0]:
        seal(paper, SEAM / 2, SIZE[1] / 2, 272, *shown.seal, colour)
    rail(paper, LEFT + 10, 520, RIGHT - LEFT - 20, shown.at, shown.stations, colour, size=25, ended=shown.ended)


def _campaign(paper: Paper, shown: Shown, pictures: dict[str, bytes]) -> None:
    colour = STAGES[shown.stage]
    _picture(paper, shown, pictures)
    _head(paper, shown)
    below = _title(paper, shown.title, (48, 42, 36), 110, most=3)
    _summary(paper, shown.summary, below + 30, 300)
    broad = paper.text(LEFT - 4, 412, shown.figure, paper.size_within(shown.figure, 104, 264, bold=True), colour, bold=True)
    room = RIGHT - LEFT - broad - 26
    for i, fact in enumerate(shown.facts[:2]):
        size = paper.size_within(fact, 29, room, bold=not i)
        paper.text(LEFT + broad + 26, 365 + i * 44, fact, size, SOFT if i else INK, bold=not i)
    ruler(paper, LEFT, 456, RIGHT - LEFT, shown.percent, colour)
    for i, fact in enumerate(shown.facts[2:4]):
        paper.text(RIGHT if i else LEFT, 568, fact, 29, INK if i else SOFT, bold=bool(i), align="right" if i else "left")


def _challenge(paper: Paper, shown: Shown, pictures: dict[str, bytes]) -> None:
    colour, left = STAGES[shown.stage], 64
    paper.squares((0, 0, *SIZE), 42, PAPER)
    paper.pen.rectangle([0, 0, 15, SIZE[1]], fill=colour)
    if shown.logo in pictures:
        paper.picture(pictures[shown.logo], (left, 38, left + 56, 94))
        paper.text(left + 74, 76, paper.short(shown.eyebrow, 29, 560, bold=True), 29, INK, bold=True)
    else:
        paper.text(left, 76, paper.short(shown.eyebrow, 29, 640, bold=True), 29, INK, bold=True)
    imprint(paper, RIGHT, 64, shown.site)
    size, lines = fitted(shown.title, (76, 66, 56, 48), 690, paper.lang, bold=True, most=3)
    below = paper.lines(left, 164 + size * 0.9, lines, size, 1.26, bold=True) - size * 0.9
    summary = lines_of(shown.summary, 29, 690, paper.lang, most=2 if len(lines) < 3 else 1)
    paper.lines(left, below + 34, summary, 29, 1.5, SOFT)
    postmark(paper, 968, 312, 168, shown.stamp, colour)
    rail(paper, left + 10, 536, RIGHT - left - 20, shown.at, shown.stations, colour, size=25, ended=shown.ended)


def _plain(paper: Paper, shown: Shown, pictures: dict[str, bytes]) -> None:
    """The site itself, or a brand."""
    left = 64
    paper.squares((0, 0, *SIZE), 42, PAPER)
    if shown.logo in pictures:
        paper.picture(pictures[shown.logo], (left, 130, left + 112, 242))
    imprint(paper, RIGHT, 64, shown.site)
    size, lines = fitted(shown.title, (88, 76, 64), 1000, paper.lang, bold=True, most=2)
    top = 262 if shown.logo in pictures else 190
    below = paper.lines(left, top + size * 0.8, lines, size, 1.24, bold=True) - size * 0.8
    paper.lines(left, below + 20, lines_of(shown.summary, 32, 1000, paper.lang, most=2), 32, 1.5, SOFT)
    if shown.stations:
        rail(paper, left + 10, 536, RIGHT - left - 20, shown.at, shown.stations, FAINT, size=26, ended=shown.ended)
