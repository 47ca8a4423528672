"""What follows from an idea's words and pictures: its cover, its revisions, the terms it is found by."""

from collections.abc import Iterable

from app.foundation.database import execute, insert, row, rows
from app.foundation.text import search_terms
from app.media.actions import attach
from ideas.rules import searched_text
from ideas.tables import IdeaRevision
from ideas.tagging.rules import tag_term


async def set_pictures(idea: int, owner: int, public_ids: list[str]) -> bool:
    """Exactly these, in this order, as far as they are the owner's or the idea's already; the first becomes the cover.

    Whether any is new to it.
    """
    own = {*await attach(owner, public_ids), *await pictures_in(idea)}
    kept = [one for one in dict.fromkeys(each.partition(".")[0] for each in public_ids) if one in own]
    await execute(
        "delete from idea_picture where idea = {} and picture not in (select id from picture where public_id = any({}))",
        idea, kept,
    )  # fmt: skip
    new = await rows(
        """insert into idea_picture (idea, picture, position)
        select {}, p.id, wanted.position from unnest({}::text[]) with ordinality as wanted (public_id, position)
          join picture p on p.public_id = wanted.public_id
        on conflict (idea, picture) do update set position = excluded.position returning xmax = 0 as is_new""",
        idea, kept,
    )  # fmt: skip
    await execute("update idea set cover = {} where id = {}", kept[0] if kept else "", idea)
    return any(one["is_new"] for one in new)


async def pictures_in(idea: int) -> list[str]:
    """Public ids, in their order."""
    found = await rows(
        """select p.public_id from idea_picture ip join picture p on p.id = ip.picture
        where ip.idea = {} order by ip.position, ip.id""",
        idea,
    )
    return [one["public_id"] for one in found]


async def note_wording(idea: int, editor: int, improvement: int | None = None) -> int:
    """As it now stands: kept for comparing, and found by search. The revision's id.

    What is replaced while others don't see the idea, for its words were doubted, they shall not see afterwards either.
    """
    await execute(
        "update idea_revision r set held = true from idea i where i.id = {} and r.idea = i.id and i.visibility <> 'visible'", idea
    )
    now = await row("select title, summary, body from idea where id = {}", idea)
    made = await insert(IdeaRevision, idea=idea, edited_by=editor, improvement=improvement, **(now or {}))
    await note_terms(idea)
    return int(made["id"])


async def note_terms(idea: int) -> None:
    """What the idea is found by from now on: called after each change of its words, its tags or its challenge."""
    now = await row(
        """select i.title, i.summary, i.body, i.tags, b.public_id as brand from idea i
        left join challenge c on c.id = i.challenge left join brand b on b.id = c.brand where i.id = {}""",
        idea,
    )
    assert now is not None
    await execute(
        "insert into idea_terms (idea, terms) values ({}, {}::text[]) on conflict (idea) do update set terms = excluded.terms",
        idea, searched_terms(now["title"], now["summary"], now["body"], now["tags"], now["brand"] or ""),
    )  # fmt: skip


def searched_terms(title: str, summary: str, body: str, tags: Iterable[str] = (), brand: str = "") -> list[str]:
    """Words, `#tag` for each tag (folded), `@brand` with the public id of the brand whose challenge it answers."""
    marked = {*map(tag_term, tags), *([f"@{brand}"] if brand else [])}
    return sorted({*search_terms(searched_text(title, summary, body)), *marked})
