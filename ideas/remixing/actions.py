"""Beginning a remix, and telling whose idea it came from once it is on view."""

from datetime import timedelta
from typing import Any

from app.accounts.limits import limit
from app.accounts.viewer import Viewer
from app.foundation.database import insert, row, rows, transaction
from app.foundation.i18n import N_, language
from app.foundation.lifecycle import begin
from app.foundation.refusals import Refusal
from app.notifications.actions import notify
from ideas.contributing.crediting import credit_team
from ideas.remixing.rules import check_differs
from ideas.rules import PUBLIC
from ideas.tables import Idea

MOST_REMIXES = 20  # drafts and ideas of one member from one idea


async def begin_remix(viewer: Viewer, source: dict[str, Any], ref: str = "") -> dict[str, Any]:
    """A draft with the source's words, to be changed. One that is begun already is gone on with."""
    if source["state"] not in PUBLIC or source["visibility"] != "visible":
        raise Refusal(N_("这个创意现在没有公开，不能从它做新版本。"))
    async with transaction():
        await row("select id from idea where id = {} for share", source["id"])
        begun = await row(
            "select * from idea where author = {} and remixed_from = {} and state = 'draft' order by id desc limit 1",
            viewer.id, source["id"],
        )  # fmt: skip
        if begun:
            return begun
        await limit("remix", f"{viewer.id} {source['id']}", most=MOST_REMIXES, within=timedelta(days=30))
        await limit("draft", str(viewer.id), most=60, within=timedelta(hours=1))
        made = await insert(
            Idea, author=viewer.id, title=source["title"], summary=source["summary"], body=source["body"], tags=source["tags"],
            lang=language.get(), ref=ref, remixed_from=source["id"],
        )  # fmt: skip
        await begin(Idea, made["id"], "draft", actor=viewer.id)
        await credit_team(made["id"], source["id"], "remixed")
    return made


async def check_remix(idea: int, title: str, body: str) -> None:
    """What is published as a remix is no copy."""
    source = await row("select s.title, s.body from idea i join idea s on s.id = i.remixed_from where i.id = {}", idea)
    if source is not None:
        check_differs(title, body, source["title"], source["body"])


async def tell_of_remix(idea: int) -> None:
    """Whoever wrote its source, once."""
    told = await rows(
        """update contribution set told_at = app_now()
        where idea = {} and role = 'remixed' and told_at is null returning member, source""",
        idea,
    )
    if not told:
        return
    made = await row("select title, public_id from idea where id = {}", idea)
    source = await row("select title from idea where id = {}", told[0]["source"])
    assert made is not None and source is not None
    members = [one["member"] for one in told]
    await notify(members, "idea_remixed", f"/ideas/{made['public_id']}", idea=source["title"], remix=made["title"])
