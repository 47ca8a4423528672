"""`make messages`: collect the sentences, update the catalogues, draft what zh-Hant lacks for a person to read."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from opencc import OpenCC

from app.foundation.i18n import LOCALES
from app.settings import ROOT

LOCALE = ROOT / "app" / "locale"
SAME_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # so that only sentences make a difference
TEMPLATE = ROOT / "var" / "messages.pot"


def collect() -> None:
    """Every sentence of code and templates, in zh-Hans, into the template."""
    TEMPLATE.parent.mkdir(exist_ok=True)
    extract = [sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract", "-F", "pyproject.toml", "--no-location"]
    keywords = ["-k", "N_", "-k", "_", "-k", "translate", "-k", "ngettext:1,2"]
    apart = [part for name in ("sandbox", "seeding", "patterns") for part in ("--ignore-dirs", name)]
    folders = ["app", "ideas", "campaigns", "payments", "templates"]
    subprocess.run(  # noqa: S603 (our own arguments)
        [*extract, *keywords, *apart, "--sort-output", "-o", str(TEMPLATE), *folders], cwd=ROOT, check=True
    )


def template() -> Catalog:
    """Read anew for each catalogue, which keeps the very messages it is updated with."""
    with TEMPLATE.open("rb") as file:
        return read_po(file)


def path_of(locale: str) -> Path:
    return LOCALE / locale / "LC_MESSAGES" / "messages.po"


def load(locale: str) -> Catalog:
    path = path_of(locale)
    if not path.exists():
        return Catalog(locale=locale, project="zhizao", version="1")
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def save(catalogue: Catalog, locale: str) -> None:
    path = path_of(locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.header_comment = f"# {locale} catalogue of zhizao. The messages are written in zh-Hans in the code."
    catalogue.fuzzy = False  # a fuzzy header keeps the whole catalogue from being compiled
    catalogue.creation_date = catalogue.revision_date = SAME_DAY
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, sort_output=True, ignore_obsolete=True, include_previous=False, omit_header=False)


def draft(message: Message, converter: OpenCC) -> str | tuple[str, ...]:
    """A Taiwanese wording by OpenCC; Chinese has one plural form."""
    source = message.id if isinstance(message.id, str) else message.id[0]
    text = converter.convert(source)
    return text if isinstance(message.id, str) else (text,)


def update() -> dict[str, int]:
    """How many sentences each catalogue still lacks."""
    collect()
    converter = OpenCC("s2twp")
    lacking = {}
    for lang, locale in LOCALES.items():
        if lang == "zh-Hans":
            continue
        catalogue = load(locale)
        catalogue.update(template(), no_fuzzy_matching=True)
        for message in catalogue:
            _keep_words(message, catalogue.num_plurals)
            if lang == "zh-Hant" and message.id and not _said(message):
                message.string = draft(message, converter)
        save(catalogue, locale)
        lacking[locale] = sum(1 for message in catalogue if message.id and not _said(message))
    return lacking


def _keep_words(message: Message, plurals: int) -> None:
    """A sentence that came to be counted keeps the words it has; Babel would call it fuzzy."""
    if message.id and message.fuzzy and isinstance(message.string, tuple):
        message.string = tuple(text or message.string[0] for text in message.string[:plurals])
        message.flags.discard("fuzzy")


def _said(message: Message) -> bool:
    texts = message.string or ""
    return bool(texts) if isinstance(texts, str) else all(texts)


if __name__ == "__main__":
    for locale, count in update().items():
        sys.stdout.write(f"{locale}: {count} sentences to translate\n")
