"""A macro that shows nothing but its arguments is rendered once for them: lists of the same cards cost little."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from app.foundation.i18n import language

MOST = 4_000  # of about a kilobyte each


@lru_cache(maxsize=MOST)
def _rendered(lang: str, macro: Callable[..., Markup], args: tuple[Any, ...], named: tuple[tuple[str, Any], ...]) -> Markup:
    return macro(*args, **dict(named))


def kept(macro: Callable[..., Markup], *args: Any, **named: Any) -> Markup:
    """For templates: `kept(ui.idea_card, …)`. Plain values only; nothing in the macro may look at the viewer or the clock."""
    return _rendered(language.get(), macro, args, tuple(named.items()))
