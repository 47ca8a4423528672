"""The site's colour in both themes: hue and strength are the operator's, the lightness is what reads well on all our papers."""

import math
from dataclasses import dataclass

LEAST_CONTRAST = 5.0  # AA wants 4.5; the wash behind a choice takes a little of it
# The lightest and the darkest that the accent stands on (static/css/tokens.css), as relative luminance.
_LIGHT_GROUND = (0.942, 0.013, 82.0)  # the bench, darkest of the light papers
_DARK_GROUND = (0.252, 0.013, 64.0)  # the sheet, lightest of the dark ones


@dataclass(frozen=True, slots=True)
class Accent:
    """`light` and `dark` are #rrggbb."""

    light: str
    dark: str


def parse_hex(text: str) -> tuple[float, float, float] | None:
    """#rrggbb as three numbers from 0 to 1."""
    if len(text) != 7 or text[0] != "#":
        return None
    try:
        return tuple(int(text[n : n + 2], 16) / 255 for n in (1, 3, 5))  # type: ignore[return-value]
    except ValueError:
        return None


def _linear(sign: float) -> float:
    return sign / 12.92 if sign <= 0.04045 else ((sign + 0.055) / 1.055) ** 2.4


def _gamma(light: float) -> float:
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


def to_oklch(rgb: tuple[float, float, float]) -> tuple[float, float, float]:
    r, g, b = (_linear(one) for one in rgb)
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    bb = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, bb), math.degrees(math.atan2(bb, a)) % 360


def _to_linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _shown(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """In linear light, with as much of the chroma as a screen can show."""
    while chroma > 0.001:
        found = _to_linear(lightness, chroma, hue)
        if all(-0.0005 <= one <= 1.0005 for one in found):
            break
        chroma -= 0.004
    else:
        found = _to_linear(lightness, 0.0, hue)
    return tuple(min(max(one, 0.0), 1.0) for one in found)  # type: ignore[return-value]


def _luminance(linear: tuple[float, float, float]) -> float:
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _hex(linear: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(_gamma(one) * 255):02x}" for one in linear)


def luminance(text: str) -> float:
    rgb = parse_hex(text)
    assert rgb is not None
    return _luminance(tuple(_linear(one) for one in rgb))  # type: ignore[arg-type]


def contrast(one: float, other: float) -> float:
    """Of two luminances, as WCAG counts it."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def derive(text: str) -> Accent | None:
    """What pages use for a chosen colour; None where it is none."""
    rgb = parse_hex(text)
    if rgb is None:
        return None
    lightness, chroma, hue = to_oklch(rgb)
    return Accent(
        _readable(min(lightness, 0.62), chroma, hue, _LIGHT_GROUND, -0.005),
        _readable(max(lightness, 0.68), chroma, hue, _DARK_GROUND, 0.005),
    )


def _readable(lightness: float, chroma: float, hue: float, ground: tuple[float, float, float], step: float) -> str:
    """From the wanted lightness on, the first that stands out enough."""
    behind = _luminance(_to_linear(*ground))
    while True:
        made = _hex(_shown(lightness, chroma, hue))
        if contrast(luminance(made), behind) >= LEAST_CONTRAST or not 0 < lightness < 1:
            return made
        lightness += step


def styles(accent: Accent) -> str:
    """The whole generated style sheet: raw value and meaning, in the layer of the other tokens."""
    raw = f"light-dark({accent.light}, {accent.dark})"
    return (
        f"@layer tokens {{\n:root {{ --raw-accent: {raw}; --accent: var(--raw-accent); }}\n}}\n"
        "@layer layout {\n.brandmark { color: var(--raw-accent); }\n}\n"
    )
