"""Static files under names that carry their hash: joined, compressed once and kept in memory."""

import gzip
import hashlib
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import brotli
from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from app.settings import ROOT, settings
from app.web.access import anyone

STATIC = ROOT / "static"

# The order is the cascade: a layer beats the ones above it, whatever the selectors weigh.
LAYERS: dict[str, list[str]] = {
    "reset": ["reset"],
    "tokens": ["tokens"],
    "base": ["base"],
    "layout": ["layout", "masthead", "tab-bar", "footer", "studio"],
    "components": [
        *("button", "form", "choice", "code", "picture-field", "notice", "state", "avatar", "seal", "rail"),
        *("card", "ticket", "ruler", "parcel", "trail", "countdown", "action-bar", "table", "stats", "filters"),
        *("pager", "steps", "prose", "confirm", "empty", "skeleton", "sheet", "copy-link", "charts"),
    ],
    "pages": [],  # css/pages/*.css, each slice its own file
    "utilities": ["utilities", "print"],
}
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".webmanifest": "application/manifest+json",
}
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """One file as it is sent; compressed when first asked for."""

    name: str
    body: bytes

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()[:12]

    @property
    def hashed_name(self) -> str:
        path = Path(self.name.replace("/", "-"))
        return f"{path.stem}.{self.digest}{path.suffix}"

    @property
    def media_type(self) -> str:
        return TYPES.get(Path(self.name).suffix, "application/octet-stream")

    @property
    def is_worth_compressing(self) -> bool:
        return Path(self.name).suffix in {".css", ".js", ".svg", ".webmanifest"}

    @cached_property
    def brotli(self) -> bytes:
        return brotli.compress(self.body, mode=brotli.MODE_TEXT, quality=11)

    @cached_property
    def gzip(self) -> bytes:
        return gzip.compress(self.body, mtime=0)

    def encoded(self, accepted: str) -> tuple[bytes, str]:
        """The body in the best encoding that the browser takes, and that encoding's name."""
        offers = {part.partition(";")[0].strip() for part in accepted.split(",") if "q=0" not in part.replace("q=0.", "")}
        if self.is_worth_compressing and "br" in offers:
            return self.brotli, "br"
        if self.is_worth_compressing and "gzip" in offers:
            return self.gzip, "gzip"
        return self.body, ""


def _styles(root: Path) -> bytes:
    parts = [f"@layer {', '.join(LAYERS)};"]
    for layer, names in LAYERS.items():
        files = [root / "css" / f"{name}.css" for name in names]
        if layer == "pages":
            files = sorted((root / "css" / "pages").glob("*.css"))
        text = "\n".join(file.read_text("utf-8") for file in files)
        parts.append(f"@layer {layer} {{\n{text}\n}}")
    return "\n".join(parts).encode()


def _scripts(root: Path) -> bytes:
    ours = [f"(() => {{\n{file.read_text('utf-8')}\n}})();" for file in sorted((root / "js").glob("*.js"))]
    return "\n".join([(root / "vendor" / "htmx.min.js").read_text("utf-8"), *ours]).encode()


def _loose_files(root: Path) -> list[Path]:
    folders = (root / "icons", root / "images")
    return [file for folder in folders for file in sorted(folder.rglob("*")) if file.suffix in TYPES]


class Shelf:
    """Every asset by its plain and by its hashed name; looks again at the files in development."""

    def __init__(self, root: Path, *, watches: bool) -> None:
        self.root, self.watches = root, watches
        self._looked_at, self._stamp = 0.0, 0.0
        self._fill()

    def _fill(self) -> None:
        assets = [Asset("app.css", _styles(self.root)), Asset("app.js", _scripts(self.root))]
        assets += [Asset(str(file.relative_to(self.root)), file.read_bytes()) for file in _loose_files(self.root)]
        self._by_name = {asset.name: asset for asset in assets}
        self._by_hashed_name = {asset.hashed_name: asset for asset in assets}

    def _look_again(self) -> None:
        if not self.watches or time.monotonic() - self._looked_at < 0.5:
            return
        self._looked_at = time.monotonic()
        stamp = max(file.stat().st_mtime for file in self.root.rglob("*") if "vendor" not in file.parts)
        if stamp > self._stamp:
            self._stamp = stamp
            self._fill()

    def url(self, name: str) -> str:
        self._look_again()
        return f"/assets/{self._by_name[name].hashed_name}"

    def find(self, hashed_name: str) -> Asset | None:
        return self._by_hashed_name.get(hashed_name)

    def named(self, name: str) -> Asset:
        self._look_again()
        return self._by_name[name]


shelf = Shelf(STATIC, watches=settings.environment == "development")


def asset(name: str) -> str:
    """The address of app.css, app.js, images/… or icons/… as it is now."""
    return shelf.url(name)


def _answer(found: Asset, request: Request, caching: str) -> Response[bytes]:
    etag = f'"{found.digest}"'
    headers = {"Cache-Control": caching, "ETag": etag, "Vary": "Accept-Encoding"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers, media_type=found.media_type)
    body, encoding = found.encoded(request.headers.get("accept-encoding", ""))
    if encoding:
        headers["Content-Encoding"] = encoding
    return Response(body, headers=headers, media_type=found.media_type)


@get("/assets/{name:str}", guards=[anyone], include_in_schema=False)
async def serve_asset(name: FromPath[str], request: Request) -> Response[bytes]:
    found = shelf.find(name)
    if found is None:
        raise NotFoundException()
    return _answer(found, request, FOREVER)


@get(["/favicon.ico", "/apple-touch-icon.png", "/icon-512.png"], guards=[anyone], include_in_schema=False)
async def serve_fixed_name(request: Request) -> Response[bytes]:
    """The few files that browsers ask for by a name of their own."""
    return _answer(shelf.named(f"icons{request.url.path}"), request, "public, max-age=86400")


ROUTES = [serve_asset, serve_fixed_name]
