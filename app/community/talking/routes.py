"""Reading talk: a thread, one conversation in it, a comment's own address, earlier wordings, and whether anything is new."""

from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone, members
from app.accounts.viewer import Viewer
from app.community.talking.calling import offered
from app.community.talking.intents import begun_comment
from app.community.talking.kinds import Subject, find_subject, talked_kinds
from app.community.talking.queries import (
    comment_by_id,
    comment_by_public_id,
    new_since,
    replies_of,
    reply_page_before,
    versions_of,
)
from app.community.talking.rules import ORDERS, read_key
from app.community.talking.showing import address, show_comments, show_thread
from app.web.pages import SHARED, fragment, go, is_htmx, page


@get("/threads/{kind:str}/{subject_id:str}", guards=[anyone])
async def thread_page(request: Request, viewer: Viewer, kind: FromPath[str], subject_id: FromPath[str]) -> Response:
    subject = await find_subject(viewer, kind, subject_id)
    asked = request.query_params
    order = asked.get("order", "best")
    order = order if order in ORDERS else "best"
    key = read_key(order, asked.get("after", ""), asked.get("before", ""))
    begun = await begun_comment(viewer, subject, asked.get("intent", "")) if "intent" in asked else None
    thread = await show_thread(viewer, subject, order, key, form=begun)
    if is_htmx(request):
        return await fragment(request, "community/talking/_thread.html", thread=thread)
    return await page(request, "community/talking/index.html", shared_for=0 if begun else 1, thread=thread)


@get("/threads/{kind:str}/{subject_id:str}/fresh", guards=[anyone])
async def fresh(request: Request, viewer: Viewer, kind: FromPath[str], subject_id: FromPath[str]) -> Response:
    """How many comments came since this page was made; 204 while that is what it says already. Asked again and again."""
    if kind in talked_kinds() and talked_kinds()[kind].is_for_some:
        await find_subject(viewer, kind, subject_id)
    since, seen = _number(request, "since"), _number(request, "seen")
    count = await new_since(viewer, kind, subject_id, since)
    if count == seen:
        answer = Response(b"", status_code=204, headers={"Cache-Control": "no-store"})
    else:
        context: dict[str, Any] = {"kind": kind, "subject_id": subject_id, "since": since, "seen": count}
        answer = await fragment(request, "community/talking/_fresh.html", **context)
    if not viewer.is_signed_in:
        answer.set_header(SHARED, "2")
    return answer


def _number(request: Request, name: str) -> int:
    asked = request.query_params.get(name, "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0


@get("/threads/{kind:str}/{subject_id:str}/people", guards=[members])
async def people_here(request: Request, viewer: Viewer, kind: FromPath[str], subject_id: FromPath[str]) -> Response:
    """Names that may stand after an @ being typed."""
    subject = await find_subject(viewer, kind, subject_id)
    names = await offered(viewer, subject, request.query_params.get("q", "")[:60])
    return await fragment(request, "community/talking/_people.html", names=names)


@get("/comments/{comment_id:str}", guards=[anyone])
async def comment_place(viewer: Viewer, comment_id: FromPath[str]) -> Response:
    """Where a comment stands: on a page of its thread that begins with it, or of its conversation."""
    comment, subject = await comment_by_public_id(viewer, comment_id)
    return go(await _place(viewer, comment, subject))


async def _place(viewer: Viewer, comment: dict[str, Any], subject: Subject) -> str:
    anchor = f"#comment-{comment['public_id']}"
    if comment["parent"] is not None:
        root = await comment_by_id(viewer, comment["parent"])
        after = await reply_page_before(comment)
        return f"/comments/{root['public_id']}/replies" + (f"?after={after}" if after else "") + anchor
    if comment["number"] is None or comment["id"] == comment["pinned"]:
        return address(subject, "newest") + anchor
    return address(subject, "newest", after=str(comment["number"] + 1)) + anchor


@get("/comments/{comment_id:str}/replies", guards=[anyone])
async def conversation(request: Request, viewer: Viewer, comment_id: FromPath[str]) -> Response:
    """One comment with all its replies, the oldest first."""
    comment, subject = await comment_by_public_id(viewer, comment_id)
    if comment["parent"] is not None:
        return go(f"/comments/{comment_id}")
    after = _number(request, "after")
    replies, has_more = await replies_of(viewer, comment["id"], after)
    shown = await show_comments(viewer, subject, [comment, *replies])
    more = f"/comments/{comment_id}/replies?after={replies[-1]['number']}" if has_more else ""
    context: dict[str, Any] = {
        "subject": subject,
        "comment": shown[0],
        "replies": shown[1:],
        "older": more,
        "is_first": not after,
    }
    if is_htmx(request):
        return await fragment(request, "community/talking/_replies.html", **context)
    return await page(request, "community/talking/show.html", shared_for=1, **context)


@get("/comments/{comment_id:str}/versions", guards=[anyone])
async def earlier_wordings(request: Request, viewer: Viewer, comment_id: FromPath[str]) -> Response:
    comment, subject = await comment_by_public_id(viewer, comment_id)
    versions = await versions_of(comment)
    shown = (await show_comments(viewer, subject, [comment]))[0]
    return await page(request, "community/talking/versions.html", shared_for=1, subject=subject, comment=shown, versions=versions)


ROUTES = [thread_page, fresh, people_here, comment_place, conversation, earlier_wordings]
