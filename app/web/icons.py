"""Line icons from the packed set, written straight into the page so that they take the text's colour."""

import re
from functools import cache
from html import escape

from markupsafe import Markup

from app.settings import ROOT

ICONS = ROOT / "static" / "vendor" / "icons"


@cache
def _shape(name: str) -> str:
    """The drawing inside the file's svg element, on one line."""
    text = (ICONS / f"{name}.svg").read_text("utf-8")
    inside = re.search(r"<svg[^>]*>(.*)</svg>", text, re.DOTALL)
    assert inside, f"no drawing in {name}.svg"
    return re.sub(r"\s+", " ", inside[1]).strip()


@cache
def icon(name: str, label: str | None = None) -> Markup:
    """An icon as inline SVG: hidden from screen readers unless it has a label of its own."""
    spoken = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Markup(  # noqa: S704 - the shape is ours, the label escaped
        f'<svg class="icon" {spoken} width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">{_shape(name)}</svg>'
    )


@cache
def drawing(name: str) -> Markup:
    """A line drawing of ours (static/images/NAME.svg), inline and hidden from screen readers."""
    return Markup((ROOT / "static" / "images" / f"{name}.svg").read_text("utf-8").strip())  # noqa: S704 - our own file
