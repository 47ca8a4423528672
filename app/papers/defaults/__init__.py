"""Texts to begin with: short, plain, assuming no law; an operator adapts them to where and what they are."""

from pathlib import Path

from app.foundation.database import execute, row
from app.papers.rules import LANGS
from app.papers.tables import KINDS

FOLDER = Path(__file__).parent


def default_text(kind: str, lang: str) -> tuple[str, str]:
    """Title and body."""
    title, _, body = (FOLDER / f"{kind}.{lang}.md").read_text("utf-8").partition("\n")
    return title.removeprefix("# ").strip(), body.strip()


async def put_in() -> None:
    """Version 1.0 of each document that there is none of (a migration does it)."""
    for kind in KINDS:
        paper = await row(
            "insert into paper (kind, subject, created_at) values ({}, '', app_now()) on conflict do nothing returning id", kind
        )
        if paper is None:
            continue
        version = await row(
            """insert into paper_version (paper, major, minor, effective_at, note, created_at)
            values ({}, 1, 0, app_now(), '', app_now()) returning id""",
            paper["id"],
        )
        assert version is not None
        for lang in LANGS:
            title, body = default_text(kind, lang)
            await execute(
                "insert into paper_text (version, lang, title, body, created_at) values ({}, {}, {}, {}, app_now())",
                version["id"], lang, title, body,
            )  # fmt: skip
