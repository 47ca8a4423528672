"""The desk's board of ideas, and the page on which one is answered."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.queries import people, person
from app.accounts.viewer import Viewer
from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation.i18n import N_, translate
from app.web.forms import Form, blank, read_form
from app.web.pages import go
from ideas.agreeing.queries import agreement_of
from ideas.challenges.queries import desk_challenges
from ideas.finding.queries import similar_ideas
from ideas.finding.routes import address
from ideas.judging.queries import judged_idea, scorings_of
from ideas.queries import pictures_of
from ideas.reviewing.actions import give_verdict, take_into_review
from ideas.reviewing.answering import answers_of
from ideas.reviewing.forms import VerdictForm
from ideas.reviewing.queries import BOARD, GROUPS, ORDERS, Asked, board, counts, idea_on_desk, twins
from ideas.reviewing.rules import OUTCOME_WORDS, REASONS, SHORTLISTS

GROUP_WORDS = {
    "waiting": N_("等答复"), "in_review": N_("评审中"), "adopted": N_("已采纳"), "declined": N_("未采纳"), "all": N_("全部"),
}  # fmt: skip
ORDER_WORDS = {"votes": N_("按票数"), "newest": N_("按时间"), "mean": N_("按评审均分"), "spread": N_("按评审分歧")}


def _whole(text: str, most: int) -> int:
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _links(words: dict[str, str], path: str, asked: dict[str, str], name: str, current: str, **more: Any) -> list[dict[str, Any]]:
    return [
        {"href": address(path, asked, **{name: one}), "word": translate(word), "is_current": one == current}
        | {key: each[one] for key, each in more.items()}
        for one, word in words.items()
    ]


@get("/brands/{brand_id:str}/studio/ideas", guards=[team()])
async def show_board(request: Request, desk: Desk) -> Response:
    asked = {name: request.query_params.get(name, "").strip()[:40] for name in ("state", "order", "challenge", "q", "least")}
    wanted = Asked(
        asked["state"] if asked["state"] in GROUPS else "waiting", asked["order"] if asked["order"] in ORDERS else "votes",
        asked["challenge"], asked["q"], _whole(asked["least"], 10**8),
    )  # fmt: skip
    number = max(1, _whole(request.query_params.get("page", ""), 400))
    found = await board(desk, wanted, number)
    path = f"{desk.url}/ideas"
    challenges = await desk_challenges(desk.brand)
    chosen = next((one for one in challenges if one.public_id == wanted.challenge), None)
    return await studio_page(
        request, desk, "ideas/reviewing/board.html", ideas=found[:BOARD], challenges=challenges, asked=asked,
        group=wanted.group, chosen=chosen, answers=await answers_of(chosen.id) if chosen else None,
        twins=twins(found[:BOARD]), rules=SHORTLISTS,
        groups=_links(GROUP_WORDS, path, asked, "state", wanted.group, count=await counts(desk, asked["challenge"])),
        orders=_links(ORDER_WORDS, path, asked, "order", wanted.order),
        newer=address(path, asked, page=str(number - 1)) if number > 1 else "",
        older=address(path, asked, page=str(number + 1)) if len(found) > BOARD else "",
    )  # fmt: skip


async def _idea_page(request: Request, desk: Desk, idea: dict[str, Any], form: Form[Any]) -> Response:
    scorings = await scorings_of(idea["challenge"], idea["id"]) if idea["challenge"] else []
    return await studio_page(
        request, desk, "ideas/reviewing/show.html", status=form.status, idea=idea, form=form,
        author=await person(idea["author"]), pictures=await pictures_of(idea["id"]), reasons=REASONS, outcomes=OUTCOME_WORDS,
        judged=await judged_idea(idea["challenge"], idea["id"]) if scorings else None, scorings=scorings,
        jurors=await people(one["member"] for one in scorings), agreement=await agreement_of(idea["id"]),
        similar=[] if idea["outcome"] else await similar_ideas(idea["title"], besides=idea["public_id"]),
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
        idea = await idea_on_desk(desk, idea_id)
    return await _idea_page(request, desk, idea, form)


ROUTES = [show_board, show_for_review, begin_review, decide]
