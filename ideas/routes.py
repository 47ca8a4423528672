"""Pages of one idea: proposing, showing, rewording and withdrawing it, and the author's own list."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone, members
from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.community.following.queries import follow_of
from app.foundation.i18n import N_
from app.papers.queries import asked_for
from app.web import slots
from app.web.forms import Form, blank
from app.web.pages import fragment, go, page
from app.web.sent import WITH_PICTURES
from app.web.visit import first_ref
from ideas.actions import edit_idea, keep_as_draft, publish_draft, publish_idea, save_draft, withdraw_idea
from ideas.arranging import read_idea_form
from ideas.beginning import begin_idea, begun_idea, drop_earlier, new_once, not_kept
from ideas.challenges.licensing import own_licences
from ideas.challenges.queries import challenges_taking
from ideas.contributing.queries import improvements_of
from ideas.finding.queries import similar_ideas
from ideas.insights.queries import question_to
from ideas.posting import needs_phone
from ideas.queries import (
    history_of,
    idea_by_public_id,
    ideas_of,
    own_idea,
    pictures_of,
    takes_votes,
)
from ideas.reviewing.queries import brands_that_may_adopt
from ideas.sharing.showing import idea_preview
from ideas.voting.queries import voting_on

SAID = {
    "visible": N_("创意发布了，分享出去拉几票吧。"),
    "pending": N_("收到了，在等平台审核，有结果会通知你。"),
    "hidden": N_("改好了，修改记录也留着。"),
}


async def _form_page(request: Request, template: str, form: Form[Any], *, besides: str = "", **context: Any) -> Response:
    title = str(form.values.get("title", ""))
    offered = await challenges_taking(form.values.get("challenge", ""))
    member = request.scope["state"]["viewer"].id
    return await page(
        request, template, status=form.status, form=form, challenges=offered, licences=await own_licences(offered),
        asked=await asked_for(member, "idea"), phone_first=bool(member) and await needs_phone(member),
        similar=await similar_ideas(title, besides=besides) if title else [], **context,
    )  # fmt: skip


def _phone_first(idea_id: str) -> Response:
    """What they wrote is kept; with a phone they come back to it."""
    to = urlencode({"by": "phone", "next": f"/ideas/{idea_id}/edit"})
    return go(f"/me/identities/new?{to}", N_("创意存成了草稿。在这里发创意要先验证一个手机号，验证好就回到草稿。"))


@get("/ideas/new", guards=[anyone])
async def new_idea(request: Request) -> Response:
    asked = request.query_params
    begun = await begun_idea(asked.get("intent", ""))
    if begun:
        return not_kept(await _form_page(request, "ideas/new.html", begun))
    form = blank(challenge=asked.get("challenge", "")[:12], title=asked.get("title", "")[:60], once=new_once())
    return await _form_page(request, "ideas/new.html", form)


@post("/ideas", guards=[anyone], request_max_body_size=WITH_PICTURES)
async def create_idea(request: Request, viewer: Viewer) -> Response:
    form, do = await read_idea_form(request, viewer)
    if form.ok and do != "arrange":
        with form.catching():
            if not viewer.is_signed_in:
                return await begin_idea(request, form)
            await drop_earlier(request, form)
            if do == "draft":
                idea = await save_draft(viewer, form.data, first_ref(request.scope))
                return go(f"/ideas/{idea['public_id']}/edit", N_("草稿存好了，只有你看得到。"))
            if await needs_phone(viewer.id):
                idea = await keep_as_draft(viewer, form.data, first_ref(request.scope))
                return _phone_first(idea["public_id"])
            idea = await publish_idea(viewer, form.data, first_ref(request.scope))
            return go(f"/ideas/{idea['public_id']}", SAID[idea["visibility"]])
    return await _form_page(request, "ideas/new.html", form)


@get("/ideas/similar", guards=[anyone])
async def list_similar(request: Request) -> Response:
    """What a sentence being typed resembles."""
    asked = request.query_params
    found = await similar_ideas(asked.get("title", "")[:60], besides=asked.get("besides", "")[:12])
    return await fragment(request, "ideas/_similar.html", similar=found)


@get("/me/ideas", guards=[members])
async def my_ideas(request: Request, viewer: Viewer) -> Response:
    return await page(request, "ideas/mine.html", ideas=await ideas_of(viewer))


@get(["/ideas/{idea_id:str}", "/ideas/{idea_id:str}/{tail:str}"], guards=[anyone])
async def show_idea(request: Request, viewer: Viewer, idea_id: FromPath[str]) -> Response:
    idea = await idea_by_public_id(viewer, idea_id)
    is_own = idea["author"] == viewer.id
    improvements = await improvements_of(viewer, idea["id"])
    known = await people([idea["author"], *(one["author"] for one in improvements)])
    is_adoptable = idea["challenge"] is None and idea["state"] in ("published", "in_review") and not is_own
    return await page(
        request, "ideas/show.html", shared_for=1, idea=idea, is_own=is_own, takes_votes=takes_votes(idea),
        author=known[idea["author"]], improvements=improvements, improvers=known, blank_form=blank(),
        pictures=await pictures_of(idea["id"]),
        **await voting_on(viewer, idea), steps=await history_of(idea["id"]),
        brands=await brands_that_may_adopt(viewer) if is_adoptable else [],
        campaign=await slots.render("idea.campaign", request, idea),
        follow=await follow_of(viewer, "idea", idea["id"], idea["public_id"]),
        price_question=await question_to(viewer, idea),
        card=idea_preview(idea, known[idea["author"]].name),
    )  # fmt: skip


@get("/ideas/{idea_id:str}/edit", guards=[members])
async def edit_form(request: Request, viewer: Viewer, idea_id: FromPath[str]) -> Response:
    idea = await own_idea(viewer, idea_id)
    form = blank(
        title=idea["title"], summary=idea["summary"], body=idea["body"], challenge=idea["challenge_id"] or "",
        pictures=[one["public_id"] for one in await pictures_of(idea["id"])],
    )  # fmt: skip
    return await _form_page(request, "ideas/edit.html", form, besides=idea_id, idea=idea)


@post("/ideas/{idea_id:str}/revisions", guards=[members], request_max_body_size=WITH_PICTURES)
async def revise_idea(request: Request, viewer: Viewer, idea_id: FromPath[str]) -> Response:
    idea = await own_idea(viewer, idea_id)
    is_draft = idea["state"] == "draft"
    form, do = await read_idea_form(request, viewer, is_public=not is_draft)
    if form.ok and do != "arrange":
        with form.catching():
            if is_draft and do == "publish":
                if await needs_phone(viewer.id):
                    await edit_idea(viewer, idea, form.data)
                    return _phone_first(idea_id)
                return go(f"/ideas/{idea_id}", SAID[await publish_draft(viewer, idea, form.data)])
            visibility = await edit_idea(viewer, idea, form.data)
            if is_draft:
                return go(f"/ideas/{idea_id}/edit", N_("草稿存好了，只有你看得到。"))
            return go(f"/ideas/{idea_id}", N_("改好了，修改记录也留着。") if visibility != "pending" else SAID["pending"])
    return await _form_page(request, "ideas/edit.html", form, besides=idea_id, idea=idea)


@post("/ideas/{idea_id:str}/withdrawal", guards=[members])
async def take_back_idea(viewer: Viewer, idea_id: FromPath[str]) -> Response:
    idea = await own_idea(viewer, idea_id)
    await withdraw_idea(viewer, idea)
    return go("/me/ideas", N_("创意撤回了，别人看不到它了。"))


ROUTES = [new_idea, create_idea, list_similar, my_ideas, show_idea, edit_form, revise_idea, take_back_idea]
