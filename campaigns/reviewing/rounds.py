"""Rounds of review: what was handed in each time, what staff said to each section, what became of it."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import execute, insert, row, rows, value
from app.foundation.refusals import NotFound
from campaigns.reviewing.tables import ReviewNote, ReviewRound
from campaigns.sections.queries import all_texts
from campaigns.sections.texts import Texts


@dataclass(frozen=True, slots=True)
class Note:
    public_id: str
    section: str
    text: str
    answer: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Round:
    id: int
    number: int
    texts: Texts
    outcome: str
    why: str
    created_at: datetime
    decided_at: datetime | None
    notes: dict[str, Note] = field(default_factory=dict)


async def begin_round(viewer: Viewer, campaign: dict[str, Any]) -> None:
    """Handed in: what was asked for is ticked off, and the sections are kept as they are. In the verb's transaction."""
    await execute(
        """update review_note n set settled_at = app_now() from review_round r
        where r.id = n.round and r.campaign = {} and n.settled_at is null""",
        campaign["id"],
    )
    number = await value("select coalesce(max(number), 0) + 1 from review_round where campaign = {}", campaign["id"])
    texts = json.dumps(await all_texts(campaign), ensure_ascii=False)
    await insert(ReviewRound, campaign=campaign["id"], number=number, submitted_by=viewer.id, texts=texts)


async def end_round(campaign: int, outcome: str, viewer: Viewer, why: str = "") -> int | None:
    """The undecided round's id; None where there is none (approved before there were rounds)."""
    return await value(
        """update review_round set outcome = {}, why = {}, decided_by = {}, decided_at = app_now()
        where campaign = {} and outcome = '' returning id""",
        outcome, why, viewer.id, campaign,
    )  # fmt: skip


async def note_sections(round_: int, notes: dict[str, str]) -> None:
    for section, text in notes.items():
        await insert(ReviewNote, round=round_, section=section, text=text)


async def rounds_of(campaign: int) -> list[Round]:
    """Newest first, each with its notes by section."""
    found = await rows("select * from review_round where campaign = {} order by number desc limit 20", campaign)
    said = await rows("select * from review_note where round = any({}) order by id", [one["id"] for one in found])
    return [
        Round(
            **{name: one[name] for name in ("id", "number", "outcome", "why", "created_at", "decided_at")},
            texts=json.loads(one["texts"]),
            notes={note["section"]: _note(note) for note in said if note["round"] == one["id"]},
        )
        for one in found
    ]


def _note(found: dict[str, Any]) -> Note:
    return Note(**{name: found[name] for name in ("public_id", "section", "text", "answer", "settled_at")})


async def notes_for_brand(campaign: dict[str, Any]) -> dict[str, Note]:
    """What staff asked for last, while the brand works on it."""
    if campaign["state"] != "changes_requested":
        return {}
    found = await rounds_of(campaign["id"])
    return found[0].notes if found else {}


async def settle_note(campaign: dict[str, Any], note: str, answer: str) -> str:
    """By the brand: done, or an answer why not. Pressed again, the answer is the newer one. Its section comes back."""
    found = await row(
        """select n.id, n.section from review_note n join review_round r on r.id = n.round join campaign c on c.id = r.campaign
        where n.public_id = {} and c.id = {} and c.state = 'changes_requested'
          and r.number = (select max(number) from review_round where campaign = c.id)""",
        note, campaign["id"],
    )  # fmt: skip
    if found is None:
        raise NotFound
    await execute("update review_note set answer = {}, settled_at = app_now() where id = {}", answer, found["id"])
    return found["section"]
