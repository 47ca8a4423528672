"""Casting a vote and taking it back; both may be repeated and then change nothing."""

import re
from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import row, rows
from app.foundation.gathering import Gathering
from app.foundation.ids import ALPHABET
from app.foundation.lifecycle import WrongState
from app.foundation.refusals import NotFound
from ideas.voting.rules import refusal
from ideas.voting.statements import CAST, WITHDRAW

# Others share the statement: what could make it fail must not come in.
_ADDRESS = re.compile(f"[{ALPHABET}]{{6,12}}")

Asked = tuple[str, int, str]


async def _write(asked: list[Asked]) -> list[dict[str, Any]]:
    public_ids, members, refs = zip(*asked, strict=True)
    return await rows(CAST, list(public_ids), list(members), list(refs))


_cast = Gathering(_write)


async def cast_vote(viewer: Viewer, idea_id: str, ref: str = "") -> int:
    """The idea's new count."""
    if not _ADDRESS.fullmatch(idea_id):
        raise NotFound
    return _count(await _cast((idea_id, viewer.id, ref)))


async def withdraw_vote(viewer: Viewer, idea_id: str) -> int:
    """The idea's new count."""
    if not _ADDRESS.fullmatch(idea_id):
        raise NotFound
    return _count(await row(WITHDRAW, idea_id, idea_id, viewer.id))


def _count(found: dict[str, Any] | None) -> int:
    if found is None:
        raise NotFound
    no = refusal(
        found=found["id"] is not None, is_own=found["is_own"], state=found["state"], begun=found["begun"],
        is_open=found["is_open"], too_many=found["too_many"],
    )  # fmt: skip
    if no is not None:
        raise no
    if not found["was_votable"]:  # decided or hidden in the very moment of voting
        raise WrongState
    return int(found["votes"])
