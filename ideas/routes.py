"""Pages of one idea: proposing, showing, rewording and withdrawing it, and the author's own list."""

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone, members
from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.community.following.queries import follow_of
from app.foundation.i18n import N_
from app.web import slots
from app.web.forms import blank
from app.web.pages import fragment, go, page
from app.web.sent import WITH_PICTURES
from app.web.visit import first_ref
from ideas.actions import keep_as_draft, publish_idea, save_draft, withdraw_idea
from ideas.arranging import read_idea_form
from ideas.beginning import begin_idea, begun_idea, drop_earlier, new_once, not_kept
from ideas.contributing.lineage import draw, growth_of
from ideas.contributing.queries import improvements_of, may_edit
from ideas.drafting.pages import form_page
from ideas.drafting.routes import SAID, phone_first
from ideas.drafting.rules import NEW
from ideas.finding.queries import similar_ideas
from ideas.insights.queries import question_to
from ideas.ladder.queries import climb_of
from ideas.posting import needs_phone
from ideas.queries import (
    history_of,
    idea_by_public_id,
    ideas_of,
    own_idea,
    pictures_of,
    takes_improvements,
    takes_votes,
)
from ideas.reviewing.queries import brands_that_may_adopt
from ideas.sharing.showing import idea_preview
from ideas.tagging.queries import suggested_tags
from ideas.tagging.rules import split_tags
from ideas.talked import thread_below_idea
from ideas.voting.queries import voting_on


@get("/ideas/new", guards=[anyone])
async def new_idea(request: Request) -> Response:
    asked = request.query_params
    begun = await begun_idea(asked.get("intent", ""))
    if begun:
        return not_kept(await form_page(request, "ideas/new.html", begun))
    form = blank(
        challenge=asked.get("challenge", "")[:12], title=asked.get("title", "")[:60], tags=asked.get("tags", "")[:80],
        once=new_once(), based_on=NEW,
    )  # fmt: skip
    return await form_page(request, "ideas/new.html", form)


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
                return phone_first(idea["public_id"])
            idea = await publish_idea(viewer, form.data, first_ref(request.scope))
            return go(f"/ideas/{idea['public_id']}", SAID[idea["visibility"]])
    return await form_page(request, "ideas/new.html", form)


@get("/ideas/similar", guards=[anyone])
async def list_similar(request: Request) -> Response:
    """What a sentence being typed resembles."""
    asked = request.query_params
    title = asked.get("title", "")[:60]
    found = await similar_ideas(title, besides=asked.get("besides", "")[:12])
    like, chosen = [one["id"] for one in found], split_tags(asked.get("tags", "")[:200])
    tags = await suggested_tags(asked.get("challenge", "")[:12], like, chosen)
    return await fragment(request, "ideas/_while_typing.html", similar=found, typed=title, offered_tags=tags)


@get("/me/ideas", guards=[members])
async def my_ideas(request: Request, viewer: Viewer) -> Response:
    return await page(request, "ideas/mine.html", ideas=await ideas_of(viewer))


@get(["/ideas/{idea_id:str}", "/ideas/{idea_id:str}/{tail:str}"], guards=[anyone])
async def show_idea(request: Request, viewer: Viewer, idea_id: FromPath[str]) -> Response:
    idea = await idea_by_public_id(viewer, idea_id)
    is_own = await may_edit(viewer, idea)
    improvements = await improvements_of(viewer, idea["id"], is_team=is_own)
    grown = await growth_of(idea)
    known = await people([idea["author"], *(one["author"] for one in improvements), *grown.members])
    is_adoptable = idea["challenge"] is None and idea["state"] in ("published", "in_review") and not is_own
    return await page(
        request, "ideas/show.html", shared_for=1, idea=idea, is_own=is_own, takes_votes=takes_votes(idea),
        author=known[idea["author"]], improvements=improvements, improvers=known, blank_form=blank(),
        pictures=await pictures_of(idea["id"]), grown=grown, lineage=draw(grown, idea, known),
        is_author=idea["author"] == viewer.id, is_improvable=takes_improvements(idea),
        **await voting_on(viewer, idea), steps=await history_of(idea["id"]),
        brands=await brands_that_may_adopt(viewer) if is_adoptable else [],
        campaign=await slots.render("idea.campaign", request, idea),
        follow=await follow_of(viewer, "idea", idea["id"], idea["public_id"]),
        price_question=await question_to(viewer, idea), ladder=await climb_of(idea),
        card=idea_preview(idea, known[idea["author"]].name), thread=await thread_below_idea(viewer, idea),
    )  # fmt: skip


@post("/ideas/{idea_id:str}/withdrawal", guards=[members])
async def take_back_idea(viewer: Viewer, idea_id: FromPath[str]) -> Response:
    idea = await own_idea(viewer, idea_id)
    await withdraw_idea(viewer, idea)
    return go("/me/ideas", N_("创意撤回了，别人看不到它了。"))


ROUTES = [new_idea, create_idea, list_similar, my_ideas, show_idea, take_back_idea]
