"""Merging duplicates: at the brand's desk for its challenges, at the staff's for the open floor. Search, figures, a reason."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import staff
from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation.database import row, rows
from app.foundation.i18n import N_
from app.foundation.refusals import NotFound, Refusal
from app.support.staff_desk import staff_page
from app.web.forms import Form, blank, read_form
from app.web.pages import go
from ideas.finding.queries import similar_ideas
from ideas.rules import VOTABLE
from ideas.voting.forms import MergingForm
from ideas.voting.joining import merge_ideas, preview

Page = Callable[..., Awaitable[Response]]
STAFF = "/staff/votes/merging"
MERGED = N_("合并好了，票和作者都带过去了，相关的人会收到消息。")
_SHOWN = "i.id, i.public_id, i.title, i.summary, i.cover, i.lang, i.author, i.vote_count, i.challenge, i.published_at"


async def _idea(public_id: str, brand: int | None) -> dict[str, Any]:
    """One that may be merged: of this brand's challenges, or of the open floor."""
    found = await row(
        f"""select {_SHOWN} from idea i left join challenge c on c.id = i.challenge
        where i.public_id = {{}} and i.visibility = 'visible' and i.state = any({{}}) and c.brand is not distinct from {{}}""",
        public_id, list(VOTABLE), brand,
    )  # fmt: skip
    if found is None:
        raise NotFound
    return found


async def _offered(idea: dict[str, Any], q: str) -> list[dict[str, Any]]:
    """What it may be merged into: as searched, else what resembles it, else what most voted for in the same place."""
    same = f"""select {_SHOWN} from idea i where i.id <> {{}} and i.challenge is not distinct from {{}}
      and i.visibility = 'visible' and i.state = any({{}})"""
    wanted: tuple[Any, ...] = (idea["id"], idea["challenge"], list(VOTABLE))
    if q:
        return await rows(
            f"{same} and (strpos(lower(i.title), lower({{}})) > 0 or i.public_id = {{}}) order by i.vote_count desc limit 12",
            *wanted, q, q.rstrip("/").rpartition("/")[2],
        )  # fmt: skip
    alike = [one["id"] for one in await similar_ideas(idea["title"], limit=12, besides=idea["public_id"])]
    found = await rows(f"{same} and i.id = any({{}}::bigint[]) limit 12", *wanted, alike)
    return found or await rows(f"{same} order by i.vote_count desc, i.id limit 6", *wanted)


async def _shown(request: Request, show: Page, idea: dict[str, Any], path: str, form: Form[Any]) -> Response:
    q = request.query_params.get("q", "")[:60].strip()
    into = form.text("into") or request.query_params.get("into", "")[:12]
    offered = await _offered(idea, q)
    target = await row(
        f"""select {_SHOWN} from idea i where i.public_id = {{}} and i.id <> {{}} and i.challenge is not distinct from {{}}
        and i.visibility = 'visible' and i.state = any({{}})""",
        into, idea["id"], idea["challenge"], list(VOTABLE),
    )  # fmt: skip
    return await show(
        status=form.status, idea=idea, offered=offered, target=target, q=q, form=form, path=path,
        figures=await preview(idea["id"], target["id"]) if target else None,
        authors=await people([idea["author"], *(one["author"] for one in offered), target["author"] if target else None]),
    )  # fmt: skip


async def _merge(request: Request, viewer: Viewer, idea: dict[str, Any], brand: int | None, form: Form[MergingForm]) -> str:
    """The target's address; the refusal stays in the form."""
    with form.catching():
        try:
            target = await _idea(form.data.into, brand)
        except NotFound:
            raise Refusal(N_("先选一个要并进去的创意。")) from None
        await merge_ideas(viewer, idea["id"], target["id"], form.data.why)
        return str(target["public_id"])
    return ""


@get("/brands/{brand_id:str}/studio/ideas/{idea_id:str}/merging", guards=[team("edit")])
async def desk_merging(request: Request, desk: Desk, idea_id: FromPath[str]) -> Response:
    return await _at_desk(request, desk, await _idea(idea_id, desk.brand), blank())


async def _at_desk(request: Request, desk: Desk, idea: dict[str, Any], form: Form[Any]) -> Response:
    async def show(**context: Any) -> Response:
        back = f"{desk.url}/ideas/{idea['public_id']}"
        return await studio_page(request, desk, "ideas/voting/merging.html", back=back, **context)

    return await _shown(request, show, idea, f"{desk.url}/ideas/{idea['public_id']}/merging", form)


@post("/brands/{brand_id:str}/studio/ideas/{idea_id:str}/merging", guards=[team("edit")])
async def desk_merge(request: Request, viewer: Viewer, desk: Desk, idea_id: FromPath[str]) -> Response:
    idea = await _idea(idea_id, desk.brand)
    form = await read_form(request, MergingForm)
    if form.ok and (into := await _merge(request, viewer, idea, desk.brand, form)):
        return go(f"{desk.url}/ideas/{into}", MERGED)
    return await _at_desk(request, desk, idea, form)


@get(STAFF, guards=[staff])
async def staff_choice(request: Request) -> Response:
    """Which idea of the open floor is to be merged."""
    q = request.query_params.get("q", "")[:60].strip()
    found = await rows(
        f"""select {_SHOWN} from idea i where i.challenge is null and i.visibility = 'visible' and i.state = any({{}})
        and (strpos(lower(i.title), lower({{}})) > 0 or i.public_id = {{}}) order by i.published_at desc limit 20""",
        list(VOTABLE), q, q.rstrip("/").rpartition("/")[2],
    )  # fmt: skip
    return await staff_page(request, "ideas/voting/merging_choice.html", q=q, ideas=found, path=STAFF)


@get(STAFF + "/{idea_id:str}", guards=[staff])
async def staff_merging(request: Request, idea_id: FromPath[str]) -> Response:
    return await _at_staff(request, await _idea(idea_id, None), blank())


async def _at_staff(request: Request, idea: dict[str, Any], form: Form[Any]) -> Response:
    async def show(**context: Any) -> Response:
        return await staff_page(request, "ideas/voting/merging.html", back=STAFF, **context)

    return await _shown(request, show, idea, f"{STAFF}/{idea['public_id']}", form)


@post(STAFF + "/{idea_id:str}", guards=[staff])
async def staff_merge(request: Request, viewer: Viewer, idea_id: FromPath[str]) -> Response:
    idea = await _idea(idea_id, None)
    form = await read_form(request, MergingForm)
    if form.ok and (into := await _merge(request, viewer, idea, None, form)):
        return go(f"/ideas/{into}", MERGED)
    return await _at_staff(request, idea, form)


ROUTES = [desk_merging, desk_merge, staff_choice, staff_merging, staff_merge]
