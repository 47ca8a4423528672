"""What search engines read of a page (schema.org), as a block of data: no script runs from it, so the content policy stands.

Browsers fetch and run nothing of a type that is no JavaScript, and hold no policy against it (HTML, "prepare the script
element"): hence no nonce, no hash.
"""

import json
from typing import Any

from markupsafe import Markup

from app.settings import settings

# What could end the block or begin a comment in it is written so that it can't.
_SAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})

Thing = dict[str, Any]


def json_ld(*things: Thing) -> Markup:
    """Empty values are left out: what isn't known isn't said."""
    told = [kept for one in things if (kept := _kept(one))]
    if not told:
        return Markup("")
    graph = {"@context": "https://schema.org", "@graph": told}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(_SAFE)
    return Markup(f'<script type="application/ld+json">{text}</script>')  # noqa: S704 - nothing in it can end it


def _kept(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: kept for name, one in value.items() if (kept := _kept(one)) not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [kept for one in value if (kept := _kept(one)) not in (None, "", [], {})]
    return str(value) if isinstance(value, Markup) else value


def url(path: str) -> str:
    return settings.public_url + path


def picture_url(public_id: str) -> str:
    return url(f"/media/{public_id}/960.webp") if public_id else ""


def breadcrumbs(*steps: tuple[str, str]) -> Thing:
    """Path and name, from the top down."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": url(path)} for n, (path, name) in enumerate(steps, start=1)
        ],
    }


def organisation(path: str, name: str, logo: str = "") -> Thing:
    return {
        "@type": "Organization",
        "@id": url(f"{path}#organization"),
        "name": name,
        "url": url(path),
        "logo": url(logo) if logo else "",
    }
