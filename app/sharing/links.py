"""Addresses to pass on: they carry whose link it is, and nothing else of that person."""

from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from app.accounts.viewer import ANONYMOUS, Viewer
from app.settings import settings


def share_url(path: str, viewer: Viewer = ANONYMOUS, *, ref: str = "") -> str:
    """The public address of a path with the viewer's own code, or with a `ref` of the caller's choice."""
    chosen = ref or viewer.share_code
    return f"{settings.public_url}{path}" + (f"{'&' if '?' in path else '?'}ref={chosen}" if chosen else "")


@pass_context
def share_url_here(context: Context, path: str, **more: Any) -> str:
    """The template global: mails and other pages without a viewer get the plain address."""
    return share_url(path, context.get("viewer") or ANONYMOUS, **more)
