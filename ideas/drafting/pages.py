"""The page with an idea's form, whichever way it was come by: new, a draft, an edit, or a form that fell behind."""

from typing import Any

from litestar import Request
from litestar.response import Response

from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.papers.queries import asked_for
from app.web.forms import Form
from app.web.pages import page
from ideas.challenges.licensing import own_licences
from ideas.challenges.queries import challenges_taking
from ideas.challenges.taking_part import barrier_to_propose
from ideas.contributing.queries import improvement_to_weave
from ideas.drafting.queries import laid_aside, mark_now
from ideas.drafting.rules import OVER
from ideas.finding.queries import similar_ideas
from ideas.posting import needs_phone
from ideas.queries import pictures_of
from ideas.revising.rules import changes
from ideas.rules import EDITABLE
from ideas.tagging.queries import suggested_tags
from ideas.tagging.rules import split_tags

WORDS = ("title", "summary", "body")


async def form_page(request: Request, template: str, form: Form[Any], *, besides: str = "", **context: Any) -> Response:
    title = form.text("title")[:60]
    offered = await challenges_taking(form.text("challenge"))
    member = request.scope["state"]["viewer"].id
    similar = await similar_ideas(title, besides=besides) if title else []
    chosen = split_tags(str(form.values.get("tags", "")))
    return await page(
        request, template, status=form.status, form=form, challenges=offered, licences=await own_licences(offered),
        asked=await asked_for(member, "idea"), phone_first=bool(member) and await needs_phone(member), similar=similar,
        typed=title, offered_tags=await suggested_tags(form.text("challenge"), [one["id"] for one in similar], chosen),
        barrier=await barrier_to_propose(request.scope["state"]["viewer"], form.text("challenge")), **context,
    )  # fmt: skip


async def edit_page(request: Request, viewer: Viewer, idea: dict[str, Any], form: Form[Any], *, behind: bool = False) -> Response:
    """`behind`: a newer wording than this form's is stored; it is shown beside, and saving again replaces it knowingly."""
    newer = None
    if behind:
        form.values["based_on"] = OVER + await mark_now(idea)
        newer = {"words": {name: idea[name] for name in WORDS}, "changes": changes(idea, _typed(form))}
    asides = await laid_aside(idea["id"])
    source = form.text("improvement")
    weaving = await improvement_to_weave(idea["id"], source) if source and form.values.get("is_weaving") else None
    return await form_page(
        request, "ideas/edit.html", form, besides=idea["public_id"], idea=idea, newer=newer, asides=asides, weaving=weaving,
        known=await people([*(one["member"] for one in asides), *([weaving["author"]] if weaving else [])]),
        pictures=await pictures_of(idea["id"]), is_author=idea["author"] == viewer.id, is_frozen=idea["state"] not in EDITABLE,
    )  # fmt: skip


def _typed(form: Form[Any]) -> dict[str, str]:
    return {name: form.text(name).replace("\r\n", "\n") for name in WORDS}
