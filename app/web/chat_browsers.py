"""Browsers inside chat programs: they forget cookies, open no second tab, and each refuses something of its own."""

from litestar.connection import ASGIConnection

# Each program's own mark in the user agent; WeChat's is also in WeCom's and in those of its mini programs.
_MARKS = {"MicroMessenger/": "wechat", " Line/": "line"}


def chat_browser(request: ASGIConnection) -> str:
    """wechat, line, or "" for a real browser.

    For answers that are each visitor's own: a page kept for all (`shared_for`) is the same in every browser.
    """
    agent = request.headers.get("user-agent", "")
    return next((name for mark, name in _MARKS.items() if mark in agent), "")


def is_phone(request: ASGIConnection) -> bool:
    """One that shows a QR code can't scan it as well."""
    agent = request.headers.get("user-agent", "")
    return "Mobile" in agent or "Android" in agent or "iPhone" in agent
