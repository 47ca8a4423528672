"""Comments for tests, made by the same verbs that pages call."""

import itertools
from typing import Any

from app.accounts.viewer import Viewer
from app.community.talking.actions import write_comment
from app.community.talking.kinds import Subject, find_subject
from app.community.talking.reacting import react
from app.foundation.database import execute, row
from tests.ideas.makers import make_idea
from tests.people import make_member

_numbers = itertools.count(1)


async def about(idea: dict[str, Any], viewer: Viewer | None = None) -> Subject:
    return await find_subject(viewer or await make_member(), "idea", idea["public_id"])


async def make_comment(
    subject: Subject | None = None, author: Viewer | None = None, text: str = "", *, to: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Its row as it stands; without a subject, about a new idea."""
    author = author or await make_member()
    subject = subject or await about(await make_idea())
    made = await write_comment(author, subject, text or f"带夹子吗，第 {next(_numbers)} 问", to["public_id"] if to else "")
    await execute("delete from rate_limit where key like 'comment%'")
    return await reread(made)


async def reread(comment: dict[str, Any]) -> dict[str, Any]:
    found = await row("select * from comment where id = {}", comment["id"])
    assert found is not None
    return found


async def thread_row(subject: Subject) -> dict[str, Any]:
    found = await row("select * from thread where kind = {} and subject_id = {}", subject.kind, subject.public_id)
    assert found is not None
    return found


async def react_all(comment: dict[str, Any], kind: str, count: int) -> None:
    for _ in range(count):
        await react(await make_member(), comment, kind)
