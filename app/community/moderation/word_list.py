"""The staff's words: read into the process once per version of the list, added and removed by staff."""

from dataclasses import dataclass, field
from typing import Any

from app.accounts.viewer import Viewer
from app.community.moderation.log import note
from app.community.moderation.words import Words, folded_word, parse_list
from app.foundation.database import row, rows, transaction, value
from app.foundation.i18n import N_
from app.foundation.refusals import NotFound, Refusal

PAGE = 200
MOST_WORDS = 50_000
_VERSION = "select coalesce(max(id), 0) as newest, count(*) as n from moderation_word"


@dataclass(slots=True)
class _Copy:
    version: Any = None
    words: Words = field(default_factory=Words)


_copy = _Copy()


async def present_words() -> Words:
    """A row is never changed, only added or removed: so newest id and count name a version."""
    version = await row(_VERSION)
    if version != _copy.version:
        found = await rows("select word, folded, level from moderation_word")
        _copy.words = Words.of((one["word"], one["folded"], one["level"]) for one in found)
        _copy.version = version
    return _copy.words


async def listed(q: str = "", level: str = "", page: int = 1) -> list[dict[str, Any]]:
    """One row more than a page shows tells whether there is another."""
    return await rows(
        """select id, word, level, created_at from moderation_word
        where ({} = '' or strpos(folded, {}) > 0) and ({} = '' or level = {}) order by id desc limit {} offset {}""",
        q, folded_word(q), level, level, PAGE + 1, (page - 1) * PAGE,
    )  # fmt: skip


async def counts() -> dict[str, int]:
    return {one["level"]: one["n"] for one in await rows("select level, count(*) as n from moderation_word group by level")}


async def add_words(viewer: Viewer, pasted: str, level: str) -> int:
    """How many are new or have another level now; the same word twice, in whichever spelling, stands once."""
    words = parse_list(pasted)
    if not words:
        raise Refusal(N_("没有读到词，请一行写一个。"), field="words")
    async with transaction():
        if await value("select count(*) from moderation_word") + len(words) > MOST_WORDS:
            raise Refusal(N_("词表最多 50,000 个词。"), field="words")
        folded = [folded_word(word) for word in words]
        await rows("delete from moderation_word where folded = any({}) and level <> {} returning id", folded, level)
        added = await rows(
            """insert into moderation_word (word, folded, level, added_by)
            select word, folded, {}, {} from unnest({}::text[], {}::text[]) as new (word, folded)
            on conflict (folded) do nothing returning word""",
            level, viewer.id, words, folded,
        )  # fmt: skip
        if added:
            await note(
                "word_added", actor=viewer.id, why="、".join(one["word"] for one in added[:20]), count=len(added), level=level
            )
    return len(added)


async def remove_word(viewer: Viewer, id_: int) -> str:
    async with transaction():
        gone = await row("delete from moderation_word where id = {} returning word, level", id_)
        if gone is None:
            raise NotFound(N_("这个词已经不在词表里了。"))
        await note("word_removed", actor=viewer.id, why=gone["word"], level=gone["level"])
    return str(gone["word"])
