"""What follows from an idea's words and pictures: its cover, its revisions, the terms it is found by."""

from app.foundation.database import execute, insert, rows
from app.foundation.text import search_terms
from app.media.actions import attach
from ideas.rules import searched_text
from ideas.tables import IdeaRevision


async def set_pictures(idea: int, owner: int, public_ids: list[str]) -> bool:
    """Exactly these, in this order, as far as they are the owner's; the first becomes the cover. Whether any is new to it."""
    own = await attach(owner, public_ids)
    await execute(
        "delete from idea_picture where idea = {} and picture not in (select id from picture where public_id = any({}))",
        idea, own,
    )  # fmt: skip
    new = await rows(
        """insert into idea_picture (idea, picture, position)
        select {}, p.id, wanted.position from unnest({}::text[]) with ordinality as wanted (public_id, position)
          join picture p on p.public_id = wanted.public_id
        on conflict (idea, picture) do update set position = excluded.position returning xmax = 0 as is_new""",
        idea, own,
    )  # fmt: skip
    await execute("update idea set cover = {} where id = {}", own[0] if own else "", idea)
    return any(one["is_new"] for one in new)


async def note_wording(idea: int, editor: int, title: str, summary: str, body: str) -> None:
    """As it now stands: kept for comparing, and found by search."""
    await insert(IdeaRevision, idea=idea, title=title, summary=summary, body=body, edited_by=editor)
    await execute(
        "insert into idea_terms (idea, terms) values ({}, {}::text[]) on conflict (idea) do update set terms = excluded.terms",
        idea, search_terms(searched_text(title, summary, body)),
    )  # fmt: skip
