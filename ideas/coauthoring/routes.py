"""Pages of writing together: the list of co-authors with its links, and the invitation that somebody opens in a chat."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from app.accounts.capabilities import by_link
from app.accounts.guards import anyone, members
from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.foundation.database import row
from app.foundation.i18n import N_
from app.foundation.refusals import NotFound
from app.papers.queries import asked_for
from app.web.fields import Line
from app.web.forms import Form, blank, read_form
from app.web.pages import go, page
from ideas.coauthoring.actions import invite, join, leave, remove, take_back
from ideas.coauthoring.queries import co_authors_of, invited_to, links_of
from ideas.coauthoring.rules import MOST_CO_AUTHORS, UNSETTLED
from ideas.contributing.queries import is_co_author
from ideas.queries import written_idea
from ideas.rules import EDITABLE

HERE = "/ideas/{idea_id:str}"


class InvitationForm(msgspec.Struct):
    note: Annotated[str, Line(40)]


class KeyForm(msgspec.Struct):
    key: Annotated[str, Line(80, least=0)]


async def _page(request: Request, viewer: Viewer, idea: dict[str, Any], form: Form[Any]) -> Response:
    together = await co_authors_of(idea["id"])
    is_author = idea["author"] == viewer.id
    return await page(
        request, "ideas/coauthoring/index.html", status=form.status, form=form, idea=idea, together=together, is_author=is_author,
        links=await links_of(idea) if is_author else [], known=await people([idea["author"], *(one.member for one in together)]),
        most=MOST_CO_AUTHORS, takes_more=idea["state"] in EDITABLE, is_unsettled=idea["state"] in UNSETTLED,
    )  # fmt: skip


@get(HERE + "/co-authors", guards=[members])
async def show(request: Request, viewer: Viewer, idea_id: FromPath[str]) -> Response:
    return await _page(request, viewer, await written_idea(viewer, idea_id), blank())


@post(HERE + "/invitations", guards=[members])
async def send(request: Request, viewer: Viewer, idea_id: FromPath[str]) -> Response:
    idea = await written_idea(viewer, idea_id)
    form = await read_form(request, InvitationForm)
    if form.ok:
        with form.catching():
            await invite(viewer, idea, form.data.note)
            return go(f"/ideas/{idea_id}/co-authors#links", N_("邀请链接做好了，复制发给对方就行。"))
    return await _page(request, viewer, idea, form)


@post(HERE + "/invitations/{link_id:str}/revocation", guards=[members])
async def revoke(viewer: Viewer, idea_id: FromPath[str], link_id: FromPath[str]) -> Response:
    await take_back(viewer, await written_idea(viewer, idea_id), link_id)
    return go(f"/ideas/{idea_id}/co-authors", N_("这个链接作废了，谁拿着它都打不开。"))


@get(HERE + "/invitation", guards=[anyone])
async def open_invitation(request: Request, viewer: Viewer, idea_id: FromPath[str], key: FromQuery[str] = "") -> Response:
    """Opening it changes nothing; the button does."""
    idea, link = await invited_to(idea_id, key)
    if await is_co_author(viewer.id, idea["id"]):
        return by_link(go(f"/ideas/{idea_id}"))
    shown = await page(
        request, "ideas/coauthoring/invitation.html", idea=idea, link=link, key=key, takes_more=idea["state"] in EDITABLE,
        author=(await people([idea["author"]]))[idea["author"]], is_author=idea["author"] == viewer.id,
        asked=await asked_for(viewer.id, "idea"),
    )  # fmt: skip
    return by_link(shown)


@post(HERE + "/co-authors", guards=[members], intent="co_author")
async def accept(request: Request, viewer: Viewer, idea_id: FromPath[str]) -> Response:
    """Signed out, it is finished by itself after sign-in."""
    form = await read_form(request, KeyForm)
    idea = await join(viewer, idea_id, form.data.key)
    return go(f"/ideas/{idea_id}", N_("你是《%(idea)s》的共同作者了，可以一起改。"), idea=idea["title"])


@post(HERE + "/co-authors/{member_id:str}/removal", guards=[members])
async def take_out(viewer: Viewer, idea_id: FromPath[str], member_id: FromPath[str]) -> Response:
    idea = await written_idea(viewer, idea_id)
    member = await row("select id from member where public_id = {}", member_id)
    if member is None:
        raise NotFound
    await remove(viewer, idea, member)
    return go(f"/ideas/{idea_id}/co-authors", N_("移出了，对方改过的地方仍记在修改记录里。"))


@post(HERE + "/co-authors/departure", guards=[members])
async def depart(viewer: Viewer, idea_id: FromPath[str]) -> Response:
    await leave(viewer, await written_idea(viewer, idea_id))
    return go("/me/ideas", N_("你退出了共同作者，改过的地方仍记在修改记录里。"))


ROUTES = [show, send, revoke, open_invitation, accept, take_out, depart]
