"""Rewording an idea: the form, what is kept while one types, saving, and versions that were laid aside."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import members
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_, translate, zone
from app.foundation.refusals import NotFound, Refusal
from app.web.forms import Form, blank, read_values
from app.web.pages import go
from app.web.sent import WITH_PICTURES, sent_values
from app.web.visit import first_ref
from ideas.actions import edit_idea, publish_draft
from ideas.arranging import read_idea_form
from ideas.beginning import new_once
from ideas.contributing.queries import improvement_to_weave
from ideas.drafting.actions import throw_away
from ideas.drafting.pages import edit_page
from ideas.drafting.queries import mark_now, one_aside
from ideas.drafting.rules import OVER, Outdated
from ideas.drafting.typing import Kept, keep_new, keep_typed
from ideas.forms import DraftForm
from ideas.posting import needs_phone
from ideas.queries import pictures_of, written_idea

SAID = {
    "visible": N_("创意发布了，分享出去拉几票吧。"),
    "pending": N_("收到了，在等平台审核，有结果会通知你。"),
    "hidden": N_("改好了，修改记录也留着。"),
}
KEPT = N_("已保存 %(time)s")
ASIDE = {
    "outdated": N_("另一个页面存过更新的版本，这里写的另存了一份（%(time)s）。刷新就能对照。"),
    "published": N_("这个创意刚发布了，这里写的另存了一份（%(time)s）。"),
}


def phone_first(idea_id: str) -> Response:
    """What they wrote is kept; with a phone they come back to it."""
    to = urlencode({"by": "phone", "next": f"/ideas/{idea_id}/edit"})
    return go(f"/me/identities/new?{to}", N_("创意存成了草稿。在这里发创意要先验证一个手机号，验证好就回到草稿。"))


@get("/ideas/{idea_id:str}/edit", guards=[members])
async def edit_form(request: Request, viewer: Viewer, idea_id: FromPath[str]) -> Response:
    """`?aside=` a version laid aside, to go on with; `?improvement=` an accepted one, to be woven in by hand."""
    idea = await written_idea(viewer, idea_id)
    asked, words, mark = request.query_params, idea, await mark_now(idea)
    aside, improvement = asked.get("aside", "")[:12], asked.get("improvement", "")[:12]
    if aside:
        words, mark = await one_aside(idea["id"], aside), OVER + mark
    if improvement and await improvement_to_weave(idea["id"], improvement) is None:
        raise NotFound
    form = blank(
        title=words["title"], summary=words["summary"], body=words["body"], challenge=idea["challenge_id"] or "",
        tags=" ".join(idea["tags"]), pictures=[one["public_id"] for one in await pictures_of(idea["id"])], based_on=mark,
        once=new_once(), aside=aside, improvement=improvement, is_weaving="1" if improvement else "",
    )  # fmt: skip
    return await edit_page(request, viewer, idea, form)


@post("/ideas/{idea_id:str}/revisions", guards=[members], request_max_body_size=WITH_PICTURES)
async def revise_idea(request: Request, viewer: Viewer, idea_id: FromPath[str]) -> Response:
    idea = await written_idea(viewer, idea_id)
    is_draft = idea["state"] == "draft"
    form, do = await read_idea_form(request, viewer, is_public=not is_draft)
    behind = False
    if form.ok and do != "arrange":
        with form.catching():
            try:
                return await _save(viewer, idea, form, do)
            except Outdated:
                behind = True
                raise
    return await edit_page(request, viewer, await written_idea(viewer, idea_id), form, behind=behind)


async def _save(viewer: Viewer, idea: dict[str, Any], form: Form[Any], do: str) -> Response:
    here, is_draft = idea["public_id"], idea["state"] == "draft"
    if is_draft and do == "publish":
        if await needs_phone(viewer.id):
            await edit_idea(viewer, idea, form.data)
            return phone_first(here)
        return go(f"/ideas/{here}", SAID[await publish_draft(viewer, idea, form.data)])
    visibility = await edit_idea(viewer, idea, form.data)
    if is_draft:
        is_author = idea["author"] == viewer.id
        return go(
            f"/ideas/{here}/edit", N_("草稿存好了，只有你看得到。") if is_author else N_("草稿存好了，只有共同作者看得到。")
        )
    return go(f"/ideas/{here}", SAID["hidden"] if visibility != "pending" else SAID["pending"])


@post("/ideas/drafts", guards=[members], status_code=200)
async def keep_first(request: Request, viewer: Viewer) -> Response:
    """Sent by the page itself, the first time there is a sentence."""
    form = read_values(DraftForm, await sent_values(request))
    return await _kept(form, lambda: keep_new(viewer, form.data, first_ref(request.scope)))


@post("/ideas/{idea_id:str}/drafts", guards=[members], status_code=200)
async def keep(request: Request, viewer: Viewer, idea_id: FromPath[str]) -> Response:
    """Sent by the page itself while somebody types."""
    idea = await written_idea(viewer, idea_id)
    form = read_values(DraftForm, await sent_values(request))
    return await _kept(form, lambda: keep_typed(viewer, idea, form.data))


async def _kept(form: Form[DraftForm], keeping: Any) -> Response:
    """For a script: what to say, and where this form's words go from now on."""
    headers = {"Cache-Control": "no-store"}
    try:
        if not form.ok:
            raise Refusal(N_("还没保存：%(why)s"), why=next(iter(form.errors.values())))
        kept: Kept = await keeping()
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return Response({"said": refusal.text()}, status_code=refusal.status, headers=headers)
    at = f"/ideas/{kept.public_id}"
    said = translate(ASIDE.get(kept.aside, KEPT), time=kept.at.astimezone(zone.get()).strftime("%H:%M"))
    told = {"said": said, "aside": bool(kept.aside), "form": f"{at}/revisions", "keep": f"{at}/drafts", "page": f"{at}/edit"}
    # Its mark only where the words are the draft's: a form that fell behind stays behind, and says so when it is sent.
    return Response(told | ({} if kept.aside else {"mark": kept.mark}), headers=headers)


@post("/ideas/{idea_id:str}/laid-aside/{aside_id:str}/removal", guards=[members])
async def throw(viewer: Viewer, idea_id: FromPath[str], aside_id: FromPath[str]) -> Response:
    idea = await written_idea(viewer, idea_id)
    await throw_away(idea, aside_id)
    return go(f"/ideas/{idea_id}/edit", N_("那一份去掉了。"))


ROUTES = [edit_form, revise_idea, keep_first, keep, throw]
