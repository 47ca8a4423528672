"""Browsers inside chat programs: known by their mark, given no second tab, and no script that breaks for want of storage."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.web.chat_browsers import chat_browser, is_phone

ROOT = Path(__file__).resolve().parent.parent.parent
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
ANDROID = "Mozilla/5.0 (Linux; Android 15; PJD110; wv) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.6723.103"
DESKTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"
AGENTS = {
    f"{IPHONE} Mobile/15E148 MicroMessenger/8.0.60(0x18003c2b) NetType/WIFI Language/zh_CN": ("wechat", True),
    f"{ANDROID} Mobile Safari/537.36 XWEB/1300333 MicroMessenger/8.0.56.2800(0x28003858) WeChat/arm64": ("wechat", True),
    f"{DESKTOP} MicroMessenger/3.9.12 WindowsWechat": ("wechat", False),
    f"{IPHONE} Safari Line/15.6.0": ("line", True),
    f"{ANDROID} Mobile Safari/537.36 Line/15.5.1/IAB": ("line", True),
    f"{IPHONE} Version/18.5 Mobile/15E148 Safari/604.1": ("", True),
    DESKTOP: ("", False),
    "": ("", False),
}


@pytest.mark.parametrize("agent", AGENTS)
def test_each_is_known_by_its_mark(agent: str) -> None:
    request: Any = SimpleNamespace(headers={"user-agent": agent} if agent else {})
    assert (chat_browser(request), is_phone(request)) == AGENTS[agent]


def sources(folder: str, ending: str) -> list[tuple[str, str]]:
    found = sorted((ROOT / folder).rglob(f"*{ending}"))
    return [(str(path.relative_to(ROOT)), path.read_text("utf-8")) for path in found if "vendor" not in path.parts]


def test_nothing_opens_a_second_tab_or_a_window() -> None:
    """There is none in a chat program: the link would do nothing, or lose the page."""
    everything = [*sources("templates", ".html"), *sources("static/js", ".js")]
    assert not [name for name, text in everything if re.search(r"target=[\"']?_(?!top|self)|window\.open|[^.\w]open\(", text)]


def test_no_script_asks_by_a_dialog() -> None:
    assert not [name for name, text in sources("static/js", ".js") if re.search(r"(?<![\w.])(alert|confirm|prompt)\(", text)]


def test_what_a_chat_program_refuses_is_tried_not_trusted() -> None:
    """Storage throws, the clipboard and the sharing sheet may be missing: each use stands inside a try."""
    for name, text in sources("static/js", ".js"):
        for found in re.finditer(r"(local|session)Storage|navigator\.clipboard|navigator\.share\(|indexedDB", text):
            before = text[: found.start()]
            assert before.rfind("try {") > before.rfind("catch"), (name, found[0])
