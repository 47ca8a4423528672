"""Keeping what a backer writes beside a pledge, and changing it."""

from app.accounts.viewer import Viewer
from app.community.moderation.checking import check_text
from app.foundation.database import row, transaction
from app.foundation.i18n import language
from app.foundation.ids import new_id

KIND = "pledge_message"


async def keep_words(pledge: int, *, own: str, message: str) -> None:
    """Beside a pledge just made; what stands there already stays."""
    async with transaction():
        made = await row(
            """insert into pledge_note (public_id, pledge, own, message, lang) values ({}, {}, {}, {}, {})
            on conflict (pledge) do nothing returning id""",
            new_id(), pledge, own, message, language.get(),
        )  # fmt: skip
        if made and message:
            await check_text(KIND, made["id"], message=message)


async def change_words(viewer: Viewer, pledge: int, *, own: str, message: str) -> None:
    async with transaction():
        kept = await row(
            """insert into pledge_note (public_id, pledge, own, message, lang)
            select {}, p.id, {}, {}, {} from pledge p where p.id = {} and p.backer = {}
            on conflict (pledge) do update set own = excluded.own, message = excluded.message returning id""",
            new_id(), own, message, language.get(), pledge, viewer.id,
        )  # fmt: skip
        if kept and message:
            await check_text(KIND, kept["id"], message=message)
