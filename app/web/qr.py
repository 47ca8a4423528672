"""QR codes as drawings inside a page: the content policy allows no pictures made elsewhere."""

from functools import lru_cache
from io import BytesIO

import segno
from markupsafe import Markup


@lru_cache(maxsize=500)
def qr(text: str, label: str = "") -> Markup:
    """An SVG that scales with its box: dark on white in every theme, as scanners want it, with its quiet zone of four."""
    file = BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(file, kind="svg", border=4, xmldecl=False, svgns=False, omitsize=True, nl=False, dark="#000", light="#fff",
              svgclass="qr", lineclass=None, title=label or None)  # fmt: skip
    return Markup(file.getvalue().decode())  # noqa: S704
