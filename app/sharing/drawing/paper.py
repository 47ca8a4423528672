"""A sheet of paper to draw on: the house's inks, smooth shapes, type, pictures."""

import io
from collections.abc import Callable, Sequence

from PIL import Image, ImageDraw, ImageOps

from app.sharing.drawing import setting

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]

# The tokens of static/css/tokens.css by day, in sRGB.
PAPER, SHEET, BENCH, HAIR_LINE, RULE = (249, 245, 239), (254, 253, 249), (240, 235, 226), (217, 211, 200), (139, 130, 118)
INK, SOFT, FAINT = (38, 31, 26), (82, 74, 67), (106, 98, 89)
STAGES: dict[str, Colour] = {"idea": (30, 81, 150), "fund": (186, 46, 23), "hand": (33, 95, 61)}

OVER = 4  # shapes are drawn so many times larger and brought down


class Paper:
    """One picture in the making; all its texts are in one language."""

    def __init__(self, size: tuple[int, int], lang: str, ground: Colour = PAPER) -> None:
        self.image = Image.new("RGB", size, ground)
        self.pen = ImageDraw.Draw(self.image)
        self.lang = lang

    # -- type ----------------------------------------------------------------------
    def text(self, x: float, baseline: float, line: str, size: float, colour: Colour = INK, *, bold: bool = False,
             align: str = "left") -> float:  # fmt: skip
        """Prints one line; its width comes back. `align`: which end of it stands at x."""
        shown = setting.drawable(line, self.lang, bold=bold)
        if not shown:
            return 0
        broad = setting.width(shown, size, self.lang, bold=bold)
        left = x - {"left": 0.0, "middle": broad / 2, "right": broad}[align]
        mask = setting.mask(shown, size, self.lang, bold=bold)
        at = (round(left - size / 4), round(baseline - size * setting.BASELINE))
        self.image.paste(colour, (*at, at[0] + mask.width, at[1] + mask.height), mask)
        return broad

    def lines(self, x: float, baseline: float, lines: Sequence[str], size: float, leading: float, colour: Colour = INK, *,
              bold: bool = False) -> float:  # fmt: skip
        """Prints lines below one another; where the next baseline would be comes back."""
        for line in lines:
            self.text(x, baseline, line, size, colour, bold=bold)
            baseline += size * leading
        return baseline

    def short(self, text: str, size: float, room: float, *, bold: bool = False) -> str:
        """As much of it as one line holds."""
        return next(iter(setting.lines_of(text, size, room, self.lang, bold=bold, most=1)), "")

    def size_within(self, text: str, size: float, room: float, *, bold: bool = False) -> float:
        """The size at which it fits whole: an amount is never cut short."""
        broad = setting.width(setting.drawable(text, self.lang, bold=bold), size, self.lang, bold=bold)
        return size if broad <= room else size * room / broad

    # -- shapes ----------------------------------------------------------------------
    def shape(self, box: Box, colour: Colour, draw: Callable[[ImageDraw.ImageDraw, float], None]) -> None:
        """`draw` inks a mask of the box, in its own scale, with its origin at the box's corner."""
        left, top, right, bottom = (round(one) for one in box)
        mask = Image.new("L", ((right - left) * OVER, (bottom - top) * OVER))
        draw(ImageDraw.Draw(mask), OVER)
        self.image.paste(colour, (left, top, right, bottom), mask.resize((right - left, bottom - top), Image.Resampling.BOX))

    def dot(self, x: float, y: float, radius: float, colour: Colour, *, filled: bool = True, line: float = 3) -> None:
        around = radius + 2
        box = (round(x - around), round(y - around), round(x + around), round(y + around))  # may stand over the edge
        cx, cy = x - box[0], y - box[1]

        def draw(pen: ImageDraw.ImageDraw, k: float) -> None:
            ring = [(cx - radius) * k, (cy - radius) * k, (cx + radius) * k, (cy + radius) * k]
            pen.ellipse(ring, fill=255 if filled else 0, outline=255, width=round(line * k))

        self.shape(box, colour, draw)

    def rule(self, x: float, y: float, width: float, colour: Colour = HAIR_LINE, thick: int = 2, *, dash: int = 0) -> None:
        """A level line; `dash` pixels of it, then as many of paper."""
        steps = [(x, x + width)] if not dash else [(x + i, min(x + i + dash, x + width)) for i in range(0, int(width), dash * 2)]
        for first, last in steps:
            self.pen.rectangle([round(first), round(y), round(last), round(y) + thick - 1], fill=colour)

    def squares(self, box: Box, step: int = 36, ground: Colour = SHEET) -> None:
        """A blank sheet of squared paper, where there is no picture."""
        left, top, right, bottom = (round(one) for one in box)
        self.pen.rectangle([left, top, right - 1, bottom - 1], fill=ground)
        faint = mix(ground, HAIR_LINE, 0.55)
        for x in range(left + step, right, step):
            self.pen.line([x, top, x, bottom - 1], fill=faint)
        for y in range(top + step, bottom, step):
            self.pen.line([left, y, right - 1, y], fill=faint)

    def picture(self, data: bytes | None, box: Box) -> bool:
        """The picture, cropped to the box; squared paper where there is none or it can't be read."""
        left, top, right, bottom = (round(one) for one in box)
        try:
            if not data:
                raise ValueError("no picture")
            with Image.open(io.BytesIO(data), formats=("WEBP", "PNG", "JPEG")) as opened:
                fitted = ImageOps.fit(opened.convert("RGB"), (right - left, bottom - top), Image.Resampling.LANCZOS)
        except (OSError, ValueError, SyntaxError):
            self.squares(box)
            return False
        self.image.paste(fitted, (left, top))
        return True

    def file(self, quality: int = 86) -> bytes:
        """A JPEG that every chat takes and none finds too large."""
        out = io.BytesIO()
        self.image.save(out, "JPEG", quality=quality, optimize=True, progressive=True, subsampling=0)
        return out.getvalue()


def mix(one: Colour, other: Colour, share: float) -> Colour:
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))  # type: ignore[return-value]
