"""Copy what pages and drawn pictures need out of node_modules, as package.json's own key says.

`{icon}` stands for each icon named there, `*` for any part of a file's name.
"""

import json
import shutil
from pathlib import Path

from app.settings import ROOT


def pairs(wishes: dict) -> list[tuple[Path, Path]]:
    """From where to where, every icon and every star spelled out."""
    found = []
    for source, target in wishes["vendor"].items():
        names = wishes["icons"] if "{icon}" in source else [""]
        found += [(ROOT / source.replace("{icon}", name), ROOT / target.replace("{icon}", name)) for name in names]
    return [(one, target / one.name if "*" in source.name else target) for source, target in found for one in _files(source)]


def _files(source: Path) -> list[Path]:
    return sorted(source.parent.glob(source.name)) if "*" in source.name else [source]


def main() -> None:
    wishes = json.loads((ROOT / "package.json").read_text("utf-8"))["zhizao"]
    shutil.rmtree(ROOT / "static" / "vendor", ignore_errors=True)
    for source, target in pairs(wishes):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


if __name__ == "__main__":
    main()
