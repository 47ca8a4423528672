"""The house's inks and papers, and the sheets (a paper with its inks) that drawings are made on."""

from dataclasses import dataclass

Colour = tuple[int, int, int]

INK: Colour = (41, 34, 29)
WHITE: Colour = (253, 251, 247)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other colour in the first."""
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))  # type: ignore[return-value]


@dataclass(frozen=True)
class Sheet:
    """A paper, the ink of its lines, and the colours of what is drawn: main, second, small accents."""

    paper: Colour
    ink: Colour
    main: Colour
    second: Colour
    accent: Colour

    @property
    def faint(self) -> Colour:
        return mix(self.paper, self.ink, 0.09)

    @property
    def shadow(self) -> Colour:
        return mix(self.paper, self.ink, 0.13)


VERMILION, BLUE, BAMBOO = (205, 74, 49), (54, 92, 160), (74, 124, 92)
OCHRE, CLAY, PLUM, SKY, CREAM = (222, 166, 72), (192, 128, 96), (128, 84, 104), (140, 178, 208), (238, 226, 204)

SHEETS = (
    Sheet((246, 241, 231), INK, VERMILION, CREAM, BLUE),
    Sheet((228, 235, 240), INK, BLUE, WHITE, VERMILION),
    Sheet((230, 236, 224), INK, BAMBOO, CREAM, VERMILION),
    Sheet((245, 232, 207), INK, OCHRE, WHITE, BLUE),
    Sheet((243, 226, 215), INK, CLAY, WHITE, BAMBOO),
    Sheet((234, 229, 233), INK, PLUM, CREAM, OCHRE),
    Sheet((38, 66, 116), (238, 243, 250), (98, 138, 198), (178, 202, 234), (236, 150, 92)),
    Sheet((241, 239, 234), INK, (92, 88, 84), WHITE, VERMILION),
)
