"""Addresses that people hand us: only paths of our own are ever followed."""

import re
from urllib.parse import urlsplit

# Browsers drop tabs and line ends, and read a backslash as a slash: both could turn a path into another site.
_PLAIN = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]{0,600}")


def own_path(asked: str, default: str = "/") -> str:
    """The path asked for if it surely stays on this site, else the default."""
    if not _PLAIN.fullmatch(asked):
        return default
    try:
        parts = urlsplit(asked)
    except ValueError:
        return default
    return default if parts.scheme or parts.netloc else asked
