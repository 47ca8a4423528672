"""Changing talk: writing, rewording, withdrawing, reacting, pinning, and hearing no more of a thread."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone, members
from app.accounts.viewer import Viewer
from app.community.talking.actions import revise_comment, withdraw_comment, write_comment
from app.community.talking.arranging import mute, pin_comment, unmute, unpin_comment
from app.community.talking.forms import CommentForm, ReactionForm, RevisionForm
from app.community.talking.kinds import Subject, find_subject
from app.community.talking.queries import comment_by_id, comment_by_public_id, comment_count, is_answerable, own_comment
from app.community.talking.reacting import react, take_back
from app.community.talking.showing import Shown, show_comments, show_thread
from app.foundation.i18n import N_
from app.web.forms import Form, blank, read_form
from app.web.pages import answer, fragment, go, is_htmx, page
from app.web.visit import first_ref

SAID = {
    "visible": N_("留言发出去了。"),
    "pending": N_("收到了，平台看过就公开，有结果会通知你。"),
    "hidden": N_("改好了。"),
}


@post("/threads/{kind:str}/{subject_id:str}/comments", guards=[members], status_code=200, intent="comment")
async def write(request: Request, viewer: Viewer, kind: FromPath[str], subject_id: FromPath[str]) -> Response:
    subject = await find_subject(viewer, kind, subject_id)
    form = await read_form(request, CommentForm)
    if form.ok:
        with form.catching():
            made = await write_comment(viewer, subject, form.data.text, form.data.to, first_ref(request.scope))
            if not is_htmx(request):
                return go(f"/comments/{made['public_id']}", SAID[made["visibility"]])
            return await _written(request, viewer, subject, made, is_reply=bool(form.data.to))
    return await _form_again(request, viewer, subject, form)


async def _written(request: Request, viewer: Viewer, subject: Subject, made: dict[str, Any], *, is_reply: bool) -> Response:
    shown = await _shown(viewer, subject, made["id"])
    count = await comment_count(subject.kind, subject.public_id)
    return await fragment(
        request,
        "community/talking/_after_writing.html",
        subject=subject,
        comment=shown,
        is_reply=is_reply,
        count=count,
        form=blank(),
    )


async def _shown(viewer: Viewer, subject: Subject, id_: int) -> Shown:
    return (await show_comments(viewer, subject, [await comment_by_id(viewer, id_)]))[0]


async def _form_again(request: Request, viewer: Viewer, subject: Subject, form: Form[Any]) -> Response:
    """What was an answer to something that is gone may still be said on its own."""
    to = str(form.values.get("to", ""))
    if to and not is_htmx(request) and not await is_answerable(viewer, to):
        form.values["to"] = to = ""
    if is_htmx(request):
        template = "community/talking/_reply_form.html" if to else "community/talking/_form.html"
        return await fragment(request, template, status=form.status, subject=subject, form=form, to=to)
    if to:
        return await _reply_page(request, viewer, to, form)
    thread = await show_thread(viewer, subject, form=form)
    return await page(request, "community/talking/index.html", status=form.status, thread=thread)


@get("/comments/{comment_id:str}/reply", guards=[anyone])
async def reply_form(request: Request, viewer: Viewer, comment_id: FromPath[str]) -> Response:
    return await _reply_page(request, viewer, comment_id, None)


async def _reply_page(request: Request, viewer: Viewer, comment_id: str, form: Form[Any] | None) -> Response:
    """Answering a reply calls its author by name."""
    comment, subject = await comment_by_public_id(viewer, comment_id)
    shown = await _shown(viewer, subject, comment["id"])
    form = form or blank(text=f"@{shown.author.name} " if comment["parent"] is not None and not shown.is_own else "")
    context: dict[str, Any] = {"subject": subject, "form": form, "to": comment_id, "comment": shown}
    if is_htmx(request):
        return await fragment(request, "community/talking/_reply_form.html", **context)
    return await page(request, "community/talking/reply.html", status=form.status, **context)


@get("/comments/{comment_id:str}/edit", guards=[members])
async def edit_form(request: Request, viewer: Viewer, comment_id: FromPath[str]) -> Response:
    comment, subject = await own_comment(viewer, comment_id)
    return await _edit_page(request, viewer, subject, comment, blank(text=comment["text"]))


async def _edit_page(request: Request, viewer: Viewer, subject: Subject, comment: dict[str, Any], form: Form[Any]) -> Response:
    shown = await _shown(viewer, subject, comment["id"])
    return await page(request, "community/talking/edit.html", status=form.status, subject=subject, comment=shown, form=form)


@post("/comments/{comment_id:str}/revisions", guards=[members])
async def revise(request: Request, viewer: Viewer, comment_id: FromPath[str]) -> Response:
    comment, subject = await own_comment(viewer, comment_id)
    form = await read_form(request, RevisionForm)
    if form.ok:
        with form.catching():
            visibility = await revise_comment(viewer, subject, comment, form.data.text)
            said = N_("改好了，之前的写法大家也能打开看。") if visibility == "visible" else SAID[visibility]
            return go(f"/comments/{comment_id}", said)
    return await _edit_page(request, viewer, subject, comment, form)


@post("/comments/{comment_id:str}/withdrawal", guards=[members])
async def withdraw(viewer: Viewer, comment_id: FromPath[str]) -> Response:
    comment, subject = await own_comment(viewer, comment_id)
    await withdraw_comment(viewer, comment)
    return go(subject.talk_url, N_("留言撤回了，别人看不到它了。"))


@post("/comments/{comment_id:str}/reactions", guards=[members], status_code=200, intent="reaction")
async def reactions(request: Request, viewer: Viewer, comment_id: FromPath[str]) -> Response:
    comment, subject = await comment_by_public_id(viewer, comment_id)
    form = await read_form(request, ReactionForm)
    if form.data.undo:
        await take_back(viewer, comment, form.data.undo)
    else:
        await react(viewer, comment, form.data.add)
    shown = await _shown(viewer, subject, comment["id"])
    return await answer(request, "community/talking/_reactions.html", to=f"/comments/{comment_id}", comment=shown)


@post("/comments/{comment_id:str}/pin", guards=[members])
async def pin(viewer: Viewer, comment_id: FromPath[str]) -> Response:
    comment, subject = await comment_by_public_id(viewer, comment_id)
    await pin_comment(viewer, subject, comment)
    return go(subject.talk_url, N_("置顶了，大家先看到这一条。"))


@post("/comments/{comment_id:str}/pin/withdrawal", guards=[members])
async def unpin(viewer: Viewer, comment_id: FromPath[str]) -> Response:
    comment, subject = await comment_by_public_id(viewer, comment_id)
    await unpin_comment(viewer, subject, comment)
    return go(subject.talk_url, N_("不再置顶了。"))


@post("/threads/{kind:str}/{subject_id:str}/mute", guards=[members])
async def begin_mute(viewer: Viewer, kind: FromPath[str], subject_id: FromPath[str]) -> Response:
    subject = await find_subject(viewer, kind, subject_id)
    await mute(viewer, subject)
    return go(subject.talk_url, N_("这里的新留言、回复和提到你的，都不再通知你。"))


@post("/threads/{kind:str}/{subject_id:str}/mute/withdrawal", guards=[members])
async def end_mute(viewer: Viewer, kind: FromPath[str], subject_id: FromPath[str]) -> Response:
    subject = await find_subject(viewer, kind, subject_id)
    await unmute(viewer, subject)
    return go(subject.talk_url, N_("这里有新留言会通知你。"))


ROUTES = [
    write, reply_form, edit_form, revise, withdraw, reactions, pin, unpin, begin_mute, end_mute,
]  # fmt: skip
