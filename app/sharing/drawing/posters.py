"""What is saved and sent where a pasted link shows nothing: 1080 × 1440, with a code to scan on its stub."""

import io

from PIL import Image

from app.sharing.drawing.paper import FAINT, HAIR_LINE, INK, PAPER, SHEET, SOFT, STAGES, Colour, Paper
from app.sharing.drawing.parts import imprint, perforation, postmark, qr, rail, ruler, seal
from app.sharing.drawing.setting import fitted, lines_of
from app.sharing.showing import Shown

SIZE = 1080, 1440
LEFT, RIGHT, ROOM = 64, 1016, 952
TEAR = 1136  # where the stub begins
AROUND: Colour = (222, 216, 206)  # what shows through the bites
CODE = 250


def draw_poster(shown: Shown, pictures: dict[str, bytes]) -> bytes:
    """`pictures` holds the files that `shown` names, as far as they are there."""
    paper = Paper(SIZE, shown.lang)
    {"challenge": _challenge, "campaign": _campaign}.get(shown.kind, _idea)(paper, shown, pictures)
    _stub(paper, shown)
    paper.pen.rectangle([0, 0, SIZE[0] - 1, SIZE[1] - 1], outline=HAIR_LINE, width=2)
    return paper.file(quality=92)


def with_code(poster: bytes, link: str) -> bytes:
    """The same poster with another code: all that differs from one sharer to the next."""
    paper = Paper(SIZE, "")
    with Image.open(io.BytesIO(poster), formats=("JPEG",)) as drawn:
        paper.image.paste(drawn)
    _code(paper, link)
    return paper.file()


def _head(paper: Paper, shown: Shown, pictures: dict[str, bytes]) -> None:
    left = LEFT
    if shown.logo in pictures:
        paper.picture(pictures[shown.logo], (left, 44, left + 52, 96))
        left += 68
    paper.text(left, 82, paper.short(shown.eyebrow, 30, 640 - left), 30, SOFT)
    imprint(paper, RIGHT, 71, shown.site, size=28)


def _idea(paper: Paper, shown: Shown, pictures: dict[str, bytes]) -> None:
    colour = STAGES[shown.stage]
    _head(paper, shown, pictures)
    paper.picture(pictures.get(shown.picture), (LEFT, 124, RIGHT, 736))
    size, lines = fitted(shown.title, (66, 58, 50, 44), ROOM, paper.lang, bold=True, most=2)
    below = paper.lines(LEFT, 788 + size * 0.9, lines, size, 1.26, bold=True) - size * 0.9
    paper.text(LEFT, below + 32, paper.short(shown.byline, 30, 640), 30, SOFT)
    if shown.seal[0] and shown.picture in pictures:
        seal(paper, RIGHT - 120, 632, 196, *shown.seal, colour)
    elif shown.seal[0]:
        seal(paper, SIZE[0] / 2, 430, 320, *shown.seal, colour)
    rail(paper, LEFT + 12, 1034, ROOM - 24, shown.at, shown.stations, colour, size=28, ended=shown.ended)


def _campaign(paper: Paper, shown: Shown, pictures: dict[str, bytes]) -> None:
    colour = STAGES[shown.stage]
    _head(paper, shown, pictures)
    paper.picture(pictures.get(shown.picture), (LEFT, 124, RIGHT, 666))
    size, lines = fitted(shown.title, (58, 50, 44), ROOM, paper.lang, bold=True, most=2)
    paper.lines(LEFT, 712 + size * 0.9, lines, size, 1.26, bold=True)
    broad = paper.text(LEFT - 4, 962, shown.figure, paper.size_within(shown.figure, 108, 300, bold=True), colour, bold=True)
    for i, fact in enumerate(shown.facts[:2]):
        tall = paper.size_within(fact, 32, 640 - broad, bold=not i)
        paper.text(LEFT + broad + 28, 912 + i * 46, fact, tall, SOFT if i else INK, bold=not i)
    for i, fact in enumerate(shown.facts[2:4]):
        paper.text(RIGHT, 912 + i * 46, fact, 32, INK if i else SOFT, bold=bool(i), align="right")
    ruler(paper, LEFT, 1010, ROOM, shown.percent, colour, tall=32)


def _challenge(paper: Paper, shown: Shown, pictures: dict[str, bytes]) -> None:
    colour = STAGES[shown.stage]
    paper.squares((0, 0, SIZE[0], TEAR), 48, PAPER)
    paper.pen.rectangle([0, 0, SIZE[0], 15], fill=colour)
    _head(paper, shown, pictures)
    size, lines = fitted(shown.title, (104, 90, 76, 64), ROOM, paper.lang, bold=True, most=4)
    below = paper.lines(LEFT, 190 + size * 0.9, lines, size, 1.26, bold=True) - size * 0.9
    left = int((900 - below) // 54)
    paper.lines(LEFT, below + 60, lines_of(shown.summary, 36, 560, paper.lang, most=max(1, min(6, left))), 36, 1.5, SOFT)
    postmark(paper, RIGHT - 170, 816, 176, shown.stamp, colour)
    rail(paper, LEFT + 12, 1046, ROOM - 24, shown.at, shown.stations, colour, size=28, ended=shown.ended)


def _code(paper: Paper, link: str) -> None:
    left, top = RIGHT - CODE - 14, TEAR + 28
    paper.pen.rectangle([left, top, left + CODE + 13, top + CODE + 13], fill=SHEET)
    qr(paper, left, top, CODE + 14, link)


def _stub(paper: Paper, shown: Shown) -> None:
    """The invitation and the code; whoever sends it needs no words of their own."""
    paper.pen.rectangle([0, TEAR, *SIZE], fill=SHEET)
    perforation(paper, TEAR, AROUND)
    _code(paper, shown.link)
    room = RIGHT - CODE - 60 - LEFT
    size, lines = fitted(shown.invitation, (52, 46, 40), room, paper.lang, bold=True, most=2)
    below = paper.lines(LEFT, TEAR + 72 + size * 0.9, lines, size, 1.3, bold=True) - size * 0.9
    for i, line in enumerate(lines_of(shown.summary if shown.kind == "idea" else "", 29, room, paper.lang, most=2)):
        paper.text(LEFT, below + 34 + i * 44, line, 29, SOFT)
    host = shown.link.partition("://")[2].partition("?")[0]
    paper.text(LEFT, SIZE[1] - 40, paper.short(host, 24, room), 24, FAINT)
