"""Links to videos as people paste them, read into the page and the player of hosts that we know: pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal

UNKNOWN = N_("只能放 Bilibili、YouTube 和 Vimeo 的视频，请贴视频页面的链接。")
SHORTENED = N_("短链接看不出是哪个视频。请打开它，复制地址栏里的链接。")
NO_VIDEO = N_("这个链接不是一个视频的页面，请打开视频再复制链接。")

_ADDRESS = re.compile(r"(?:https?:)?//[^\s\"'<>，。）】]+", re.ASCII | re.IGNORECASE)
_BARE = re.compile(r"^(?:www\.|m\.)?(?:bilibili\.com|youtube\.com|youtu\.be|vimeo\.com)/\S+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Video:
    """`page` is what is kept and linked; `player` is loaded only once somebody asked for it, from `origin`."""

    host: str
    page: str
    player: str
    origin: str


def read_video(typed: str) -> Video | None:
    """None where nothing was typed; a Refusal in one sentence for what we can't show."""
    if not typed.strip():
        return None
    video = _video_at(_address_in(typed))
    if video is None:
        raise Refusal(NO_VIDEO, field="video")
    return video


def _address_in(typed: str) -> str:
    """Sharing copies a title along; embedding codes hold the player's address."""
    text = typed.strip().replace("&amp;", "&")
    if _BARE.match(text):
        return "https://" + text
    if (found := _ADDRESS.search(text)) is None:
        raise Refusal(UNKNOWN, field="video")
    return found[0] if found[0].startswith(("http", "HTTP")) else "https:" + found[0]


def _video_at(address: str) -> Video | None:
    try:
        parts = urlsplit(address)
        name = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        raise Refusal(UNKNOWN, field="video") from None
    if name in ("b23.tv", "bili2233.cn"):
        raise Refusal(SHORTENED, field="video")
    if (reader := _HOSTS.get(name)) is None:
        raise Refusal(UNKNOWN, field="video")
    asked = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return reader([one for one in parts.path.split("/") if one], asked)


def _bilibili(path: list[str], asked: dict[str, str]) -> Video | None:
    code = asked.get("bvid") or next((one for one in path if one[:2].upper() == "BV"), "")
    if not re.fullmatch(r"[Bb][Vv][0-9A-Za-z]{10}", code):
        return None
    code, part = "BV" + code[2:], asked.get("p") or asked.get("page") or "1"
    part = part if re.fullmatch(r"[1-9][0-9]{0,3}", part) else "1"
    return Video(
        "Bilibili",
        f"https://www.bilibili.com/video/{code}" + (f"?p={part}" if part != "1" else ""),
        f"https://player.bilibili.com/player.html?bvid={code}&p={part}&autoplay=1&danmaku=0",
        "https://player.bilibili.com",
    )


def _youtube(path: list[str], asked: dict[str, str]) -> Video | None:
    code = asked.get("v") or (path[1] if len(path) > 1 and path[0] in ("embed", "shorts", "live", "v") else "")
    return _of_youtube(code)


def _of_youtube(code: str) -> Video | None:
    if not re.fullmatch(r"[0-9A-Za-z_-]{11}", code):
        return None
    return Video(
        "YouTube",
        f"https://www.youtube.com/watch?v={code}",
        f"https://www.youtube-nocookie.com/embed/{code}?autoplay=1&rel=0",
        "https://www.youtube-nocookie.com",
    )


def _vimeo(path: list[str], asked: dict[str, str]) -> Video | None:
    at = next((n for n, one in enumerate(path) if re.fullmatch(r"[0-9]{5,12}", one)), None)
    if at is None:
        return None
    code, key = path[at], asked.get("h") or (path[at + 1] if len(path) > at + 1 else "")
    key = key if re.fullmatch(r"[0-9a-f]{6,20}", key) else ""
    return Video(
        "Vimeo",
        f"https://vimeo.com/{code}" + (f"/{key}" if key else ""),
        f"https://player.vimeo.com/video/{code}?dnt=1&autoplay=1" + (f"&h={key}" if key else ""),
        "https://player.vimeo.com",
    )


_HOSTS: dict[str, Callable[[list[str], dict[str, str]], Video | None]] = {
    "bilibili.com": _bilibili,
    "player.bilibili.com": _bilibili,
    "youtube.com": _youtube,
    "youtube-nocookie.com": _youtube,
    "youtu.be": lambda path, _: _of_youtube(path[0] if path else ""),
    "vimeo.com": _vimeo,
    "player.vimeo.com": _vimeo,
}


def kept_video(page: str) -> Video | None:
    """Of an address kept before; None for one that we wouldn't take any more."""
    try:
        return read_video(page)
    except Refusal:
        return None
