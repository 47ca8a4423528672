"""Inviting a co-author, becoming one, and ending it."""

from datetime import timedelta
from typing import Any

from app.accounts.capabilities import DeadLink, new_link, revoke_link
from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.community.moderation.checking import refuse_words
from app.foundation.database import row, transaction, value
from app.foundation.refusals import NotFound
from app.notifications.actions import Named, notify
from app.papers.actions import agree
from ideas.coauthoring.queries import SCOPE, count_co_authors, invited_to, links_of
from ideas.coauthoring.rules import check_may_invite, check_may_join, check_unsettled
from ideas.contributing.crediting import credit, discredit
from ideas.contributing.queries import is_co_author, team_of
from ideas.posting import check_phone
from ideas.voting.actions import drop_vote


async def _locked(idea: int) -> dict[str, Any]:
    found = await row("select * from idea where id = {} for no key update", idea)
    if found is None:
        raise NotFound
    return found


async def invite(viewer: Viewer, idea: dict[str, Any], note: str) -> None:
    """A link for one person; by its author alone."""
    if idea["author"] != viewer.id:
        raise NotFound
    async with transaction():
        await refuse_words(note=note)
        now = await _locked(idea["id"])
        check_may_invite(now["state"], await count_co_authors(idea["id"]), len(await links_of(idea)))
        await limit("co-author", str(viewer.id), most=60, within=timedelta(days=1))
        await new_link(SCOPE, idea["public_id"], member=viewer.id, note=note)


async def take_back(viewer: Viewer, idea: dict[str, Any], link: str) -> None:
    if idea["author"] != viewer.id or not await revoke_link(SCOPE, idea["public_id"], link):
        raise NotFound


async def join(viewer: Viewer, public_id: str, key: str) -> dict[str, Any]:
    """The idea. The link serves one person, once; whoever is in already is simply shown the idea."""
    async with transaction():
        found, link = await invited_to(public_id, key)
        await drop_vote(found["id"], viewer.id)  # first: it takes its locks in the order in which voting does
        idea = await _locked(found["id"])
        if await is_co_author(viewer.id, idea["id"]):
            return idea
        check_may_join(state=idea["state"], is_author=idea["author"] == viewer.id, co_authors=await count_co_authors(idea["id"]))
        await check_phone(viewer)
        if not await revoke_link(SCOPE, public_id, link["public_id"]):
            raise DeadLink
        before = await team_of(idea["id"])
        await credit(idea["id"], viewer.id, "co_author")
        about = await value("select public_id from challenge where id = {}", idea["challenge"]) if idea["challenge"] else ""
        await agree(viewer.id, "idea", subject=public_id, about=about or "")
        await notify(before, "co_author_joined", f"/ideas/{public_id}", idea=idea["title"], who=Named(viewer.id))
    return idea


async def remove(viewer: Viewer, idea: dict[str, Any], member: dict[str, Any]) -> None:
    """By its author, until the verdict."""
    if idea["author"] != viewer.id:
        raise NotFound
    async with transaction():
        await _end(idea, member["id"])
        await notify([member["id"]], "co_author_removed", f"/ideas/{idea['public_id']}", idea=idea["title"])


async def leave(viewer: Viewer, idea: dict[str, Any]) -> None:
    async with transaction():
        await _end(idea, viewer.id)
        await notify([idea["author"]], "co_author_left", f"/ideas/{idea['public_id']}", idea=idea["title"], who=Named(viewer.id))


async def _end(idea: dict[str, Any], member: int) -> None:
    now = await _locked(idea["id"])
    if not await is_co_author(member, idea["id"]):
        raise NotFound
    check_unsettled(now["state"])
    await discredit(idea["id"], member, "co_author")
