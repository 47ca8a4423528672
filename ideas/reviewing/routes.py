"""The desk's board of ideas, and the page on which one is answered."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.queries import person
from app.accounts.viewer import Viewer
from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation.i18n import N_, translate
from app.web.forms import Form, blank, read_form
from app.web.pages import go
from ideas.challenges.queries import desk_challenges
from ideas.finding.routes import address
from ideas.queries import pictures_of
from ideas.reviewing.actions import give_verdict, take_into_review
from ideas.reviewing.forms import VerdictForm
from ideas.reviewing.queries import BOARD, GROUPS, ORDERS, board, counts, idea_on_desk
from ideas.reviewing.rules import OUTCOME_WORDS, REASONS

GROUP_WORDS = {
    "waiting": N_("等答复"), "in_review": N_("评审中"), "adopted": N_("已采纳"), "declined": N_("未采纳"), "all": N_("全部"),
}  # fmt: skip
ORDER_WORDS = {"votes": N_("按票数"), "newest": N_("按时间")}


@get("/brands/{brand_id:str}/studio/ideas", guards=[team()])
async def show_board(request: Request, desk: Desk) -> Response:
    asked = {name: request.query_params.get(name, "")[:40] for name in ("state", "order", "challenge")}
    group = asked["state"] if asked["state"] in GROUPS else "waiting"
    order = asked["order"] if asked["order"] in ORDERS else "votes"
    number = max(1, min(int(text) if (text := request.query_params.get("page", "")).isdecimal() and len(text) < 5 else 1, 400))
    found = await board(desk, group, order, asked["challenge"], number)
    held, path = await counts(desk, asked["challenge"]), f"{desk.url}/ideas"
    return await studio_page(
        request, desk, "ideas/reviewing/board.html", ideas=found[:BOARD], challenges=await desk_challenges(desk.brand),
        asked=asked, group=group,
        groups=[
            {"href": address(path, asked, state=one), "word": translate(word), "count": held[one], "is_current": one == group}
            for one, word in GROUP_WORDS.items()
        ],
        orders=[
            {"href": address(path, asked, order=one), "word": translate(word), "is_current": one == order}
            for one, word in ORDER_WORDS.items()
        ],
        newer=address(path, asked, page=str(number - 1)) if number > 1 else "",
        older=address(path, asked, page=str(number + 1)) if len(found) > BOARD else "",
    )  # fmt: skip


async def _idea_page(request: Request, desk: Desk, idea: dict[str, Any], form: Form[Any]) -> Response:
    return await studio_page(
        request, desk, "ideas/reviewing/show.html", status=form.status, idea=idea, form=form,
        author=await person(idea["author"]), pictures=await pictures_of(idea["id"]), reasons=REASONS, outcomes=OUTCOME_WORDS,
    )  # fmt: skip


@get("/brands/{brand_id:str}/studio/ideas/{idea_id:str}", guards=[team()])
async def show_for_review(request: Request, desk: Desk, idea_id: FromPath[str]) -> Response:
    idea = await idea_on_desk(desk, idea_id)
    return await _idea_page(request, desk, idea, blank(outcome="won" if idea["owner"] is None else ""))


@post("/brands/{brand_id:str}/studio/ideas/{idea_id:str}/review", guards=[team("edit")])
async def begin_review(viewer: Viewer, desk: Desk, idea_id: FromPath[str]) -> Response:
    idea = await idea_on_desk(desk, idea_id)
    await take_into_review(desk, viewer, idea)
    return go(f"{desk.url}/ideas/{idea_id}", N_("已列入评审，作者看得到。"))


@post("/brands/{brand_id:str}/studio/ideas/{idea_id:str}/verdict", guards=[team("edit")])
async def decide(request: Request, viewer: Viewer, desk: Desk, idea_id: FromPath[str]) -> Response:
    idea = await idea_on_desk(desk, idea_id)
    form = await read_form(request, VerdictForm)
    if form.ok:
        with form.catching():
            await give_verdict(desk, viewer, idea, form.data)
            return go(f"{desk.url}/ideas/{idea_id}", N_("结论发出去了，作者会收到通知。"))
    return await _idea_page(request, desk, idea, form)


ROUTES = [show_board, show_for_review, begin_review, decide]
