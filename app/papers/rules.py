"""What papers are called, and which act needs which."""

from collections.abc import Iterable

from app.foundation.i18n import N_

LANGS = ("zh-Hans", "zh-Hant", "en")
TITLES = {
    "terms": N_("用户协议"),
    "privacy": N_("隐私政策"),
    "cross_border": N_("个人信息跨境说明"),
    "idea_licence": N_("创意授权说明"),
    "co_creation": N_("共创协议"),
}
# What each act needs agreed to; cross_border only where the region asks for it.
ACTS: dict[str, tuple[str, ...]] = {
    "joining": ("terms", "privacy", "cross_border"),
    "vote": (),
    "idea": ("terms", "idea_licence"),
    "pledge": ("terms", "cross_border"),
}
HOWS = {
    "joining": N_("加入时"),
    "vote": N_("投票时"),
    "idea": N_("发创意时"),
    "pledge": N_("支持项目时"),
    "co_creation": N_("签署共创协议时"),
}


def needed(kinds: Iterable[str], *, cross_border: bool) -> list[str]:
    return [kind for kind in kinds if kind != "cross_border" or cross_border]


def languages(reader: str) -> list[str]:
    """In which order a text is looked for: the reader's, then the nearest."""
    nearest = {"zh-Hans": "zh-Hant", "zh-Hant": "zh-Hans"}.get(reader)
    return [reader, *([nearest] if nearest else []), *(lang for lang in LANGS if lang not in (reader, nearest))]


def number(major: int, minor: int) -> str:
    return f"{major}.{minor}"


def parse_number(text: str) -> tuple[int, int] | None:
    """2.1, or 2 for 2.0."""
    major, _, minor = text.partition(".")
    if not (major.isascii() and major.isdigit() and len(major) < 6 and len(minor) < 6):
        return None
    return (int(major), int(minor or 0)) if not minor or (minor.isascii() and minor.isdigit()) else None
