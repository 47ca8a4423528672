"""Reading and showing or hiding any kind's rows, by what its package declared."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.accounts.viewer import Viewer
from app.community.moderation.kinds import Kind, kind_named, known_kinds
from app.foundation.database import row, rows
from app.foundation.refusals import NotFound
from app.notifications.params import Named


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that somebody wrote, as moderation sees it."""

    kind: str
    id: int
    public_id: str
    title: str
    texts: list[str]
    authors: list[int]
    pictures: list[str]
    visibility: str
    hidden_reason: str
    is_public: bool
    reach: int
    at: datetime
    lang: str = "zh-Hans"
    url: str = ""

    @property
    def word(self) -> str:
        return kind_named(self.kind).word

    @property
    def staff_url(self) -> str:
        return f"/staff/moderation/{self.kind}/{self.public_id}"

    @property
    def below_title(self) -> list[str]:
        """What is left to read: all texts, but for one that stands as the title already."""
        return self.texts[1:] if self.texts[:1] == [self.title] else self.texts

    @property
    def told(self) -> str | Named:
        """What it is called in a notice, which must not keep a member's name."""
        return Named(self.id) if self.kind == "member" else self.title

    @property
    def digest(self) -> str:
        """Of what is to be judged: a form carries it, so that nobody lets through what they haven't seen."""
        return hashlib.sha256("\x00".join([*self.texts, *self.pictures]).encode()).hexdigest()[:12]

    def is_by(self, viewer: Viewer) -> bool:
        return viewer.id in self.authors


def _select(name: str, kind: Kind) -> str:
    return f"""select '{name}' as kind, {kind.id} as id, {kind.public_id} as public_id, {kind.title} as title,
      array[{", ".join(f"{text}::text" for text in kind.texts)}] as texts, {kind.authors} as authors,
      {kind.pictures} as pictures, t.visibility, t.hidden_reason, {kind.is_public} as is_public, ({kind.reach})::bigint as reach,
      {kind.at} as at, t.lang, {kind.page} as url
    from {kind.table} t {kind.join}"""


async def things(kind: str, ids: Iterable[int]) -> dict[int, Thing]:
    """By id; what doesn't exist any more is left out."""
    found = await rows(f"{_select(kind, kind_named(kind))} where {kind_named(kind).id} = any({{}})", list(ids))
    return {one["id"]: Thing(**one) for one in found}


async def thing_by_id(kind: str, id_: int) -> Thing:
    if (found := (await things(kind, [id_])).get(id_)) is None:
        raise NotFound
    return found


async def thing(kind: str, public_id: str) -> Thing:
    """For staff and for those who know it is theirs to see."""
    found = await row(f"{_select(kind, kind_named(kind))} where {kind_named(kind).public_id} = {{}}", public_id)
    if found is None:
        raise NotFound
    return Thing(**found)


async def reportable(kind: str, public_id: str) -> Thing:
    """As anybody sees it; NotFound for what isn't there for others."""
    found = await thing(kind, public_id)
    if found.visibility != "visible" or not found.is_public:
        raise NotFound
    return found


async def newest(kind: str, limit: int, offset: int = 0) -> list[Thing]:
    """What others see or would see, the newest first."""
    declared = kind_named(kind)
    found = await rows(
        f"{_select(kind, declared)} where {declared.is_public} order by {declared.id} desc limit {{}} offset {{}}", limit, offset
    )
    return [Thing(**one) for one in found]


async def of_author(viewer: Viewer) -> list[Thing]:
    """Everything of a member's that isn't visible and would be."""
    found: list[dict[str, Any]] = []
    for name, kind in known_kinds().items():
        found += await rows(
            f"""{_select(name, kind)} where t.visibility <> 'visible' and {kind.is_public}
            and {{}} = any({kind.authors}) order by {kind.id} desc limit 50""",
            viewer.id,
        )
    return [Thing(**one) for one in found]


async def set_visibility(kind: str, id_: int, visibility: str, reason: str = "", *, is_first: bool = False) -> bool:
    """False where it was so already. `is_first`: it is shown for the first time, as if it had just been published."""
    declared = kind_named(kind)
    also = f", {declared.when_let_through}" if is_first and visibility == "visible" and declared.when_let_through else ""
    changed = await rows(
        f"""update {declared.table} t set visibility = {{}}, hidden_reason = {{}}{also}
        where {declared.id} = {{}} and (visibility, hidden_reason) <> ({{}}, {{}}) returning 1 as changed""",
        visibility, reason, id_, visibility, reason,
    )  # fmt: skip
    return bool(changed)


async def is_newcomer(kind: str, id_: int, author: int) -> bool:
    """Nothing of this kind by this member stands in the open yet."""
    declared = kind_named(kind)
    found = await row(
        f"""select 1 from {declared.table} t {declared.join} where {declared.author} = {{}} and {declared.id} <> {{}}
        and t.visibility = 'visible' and {declared.is_public} limit 1""",
        author, id_,
    )  # fmt: skip
    return found is None
