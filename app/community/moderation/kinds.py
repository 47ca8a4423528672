"""What people write, declared by each package's `moderated.py` as MODERATED = {"idea": Kind(…)}, found here by that name."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache

from app.accounts.viewer import Viewer
from app.foundation.refusals import NotFound
from app.foundation.schema import declared


@dataclass(frozen=True, slots=True)
class Kind:
    """One table's texts, in SQL over its alias `t`. The table has visibility and hidden_reason (foundation's Written).

    Whatever is declared here can be checked, held, reported, hidden, appealed and shown again without another line.
    """

    word: str  # what people call it, a gettext message
    table: str
    title: str = "t.title"
    texts: tuple[str, ...] = ("t.title",)
    authors: str = "array[t.author]"  # members who are told and may appeal; bigint[]
    author: str = "t.author"  # the column by which one's earlier things are found; for kinds that are pre-moderated
    page: str = "''"  # its page's path, in SQL; '' where it has none
    id: str = "t.id"
    public_id: str = "t.public_id"
    join: str = ""
    at: str = "t.created_at"
    pictures: str = "array[]::text[]"  # public ids
    is_public: str = "true"  # whether others would see it were it visible: a draft isn't there for them
    reach: str = "0"  # how many people have to do with it
    when_let_through: str = ""  # further assignments when it is shown for the first time
    pre_moderated: bool = False  # new ones wait for staff where the region asks for it
    holds_edits: bool = True  # what was visible disappears while a doubtful edit waits
    find: Callable[[Viewer, str], Awaitable[object]] | None = None  # of what isn't for everybody: NotFound for others


@cache
def known_kinds() -> Mapping[str, Kind]:
    return declared("moderated", "MODERATED")


def kind_named(name: str) -> Kind:
    if (kind := known_kinds().get(name)) is None:
        raise NotFound
    return kind
