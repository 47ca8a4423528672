"""Challenges: the public board, each one's page with its ideas, and the brand's desk where they are opened."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone
from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.community.following.queries import follow_of
from app.foundation.i18n import N_, translate
from app.web.formats import input_moment
from app.web.forms import blank, read_form
from app.web.pages import go, page
from ideas.challenges.actions import edit_challenge, open_challenge
from ideas.challenges.forms import ChallengeForm
from ideas.challenges.queries import (
    challenge_by_public_id,
    challenges_in,
    desk_challenge,
    desk_challenges,
    is_answered,
)
from ideas.finding.queries import find_ideas
from ideas.finding.routes import address, order_links, wanted_list
from ideas.sharing.showing import challenge_preview
from ideas.voting.queries import rules_for, votes_of

PHASES = {"open": N_("征集中"), "closing": N_("快截止了"), "ended": N_("已截止")}


@get("/challenges", guards=[anyone])
async def list_challenges(request: Request) -> Response:
    asked = request.query_params.get("phase", "")
    phase = asked if asked in PHASES else "open"
    links = [
        {"href": "/challenges" + (f"?phase={one}" if one != "open" else ""), "word": translate(word), "is_current": one == phase}
        for one, word in PHASES.items()
    ]
    return await page(
        request, "ideas/challenges/index.html", shared_for=1, phase=phase, phases=links, challenges=await challenges_in(phase)
    )


@get(["/challenges/{challenge_id:str}", "/challenges/{challenge_id:str}/{tail:str}"], guards=[anyone])
async def show_challenge(request: Request, viewer: Viewer, challenge_id: FromPath[str]) -> Response:
    challenge = await challenge_by_public_id(viewer, challenge_id)
    asked = {name: request.query_params.get(name, "")[:120] for name in ("order", "after", "before")}
    wanted = wanted_list({"order": "rising"} | {name: text for name, text in asked.items() if text} | _keys(asked), challenge)
    found = await find_ideas(wanted)
    return await page(
        request, "ideas/challenges/show.html", shared_for=1, challenge=challenge, wanted=wanted, found=found,
        authors=await people(one["author"] for one in found.ideas),
        voted=await votes_of(viewer, [one["id"] for one in found.ideas]), orders=order_links(challenge.url, asked, wanted),
        newer=_page(challenge.url, asked, before=found.newer), older=_page(challenge.url, asked, after=found.older),
        follow=await follow_of(viewer, "challenge", challenge.id, challenge.public_id),
        card=challenge_preview(challenge), voting=await rules_for(viewer, challenge.id),
    )  # fmt: skip


def _keys(asked: dict[str, str]) -> dict[str, str]:
    return {"after": asked["after"], "before": asked["before"]}


def _page(path: str, asked: dict[str, str], **key: str) -> str:
    return address(path, asked, **key) + "#ideas" if any(key.values()) else ""


@get("/brands/{brand_id:str}/studio/challenges", guards=[team()])
async def desk_list(request: Request, desk: Desk) -> Response:
    return await studio_page(request, desk, "ideas/challenges/board.html", challenges=await desk_challenges(desk.brand))


@get("/brands/{brand_id:str}/studio/challenges/new", guards=[team("edit")])
async def new_challenge(request: Request, desk: Desk) -> Response:
    return await studio_page(request, desk, "ideas/challenges/new.html", form=blank())


@post("/brands/{brand_id:str}/studio/challenges", guards=[team("edit")])
async def create_challenge(request: Request, viewer: Viewer, desk: Desk) -> Response:
    form = await read_form(request, ChallengeForm)
    if form.ok:
        with form.catching():
            challenge = await open_challenge(desk, viewer, form.data)
            return go(f"/challenges/{challenge['public_id']}", N_("征集发布了，把链接发给你的粉丝吧。"))
    return await studio_page(request, desk, "ideas/challenges/new.html", status=form.status, form=form)


@get("/brands/{brand_id:str}/studio/challenges/{challenge_id:str}/edit", guards=[team("edit")])
async def challenge_form(request: Request, desk: Desk, challenge_id: FromPath[str]) -> Response:
    challenge = await desk_challenge(desk.brand, challenge_id)
    form = blank(
        title=challenge.title, brief=challenge.brief, opens_at=input_moment(challenge.opens_at),
        deadline=input_moment(challenge.deadline),
    )  # fmt: skip
    return await _edit_page(request, desk, challenge_id, form=form)


@post("/brands/{brand_id:str}/studio/challenges/{challenge_id:str}/revisions", guards=[team("edit")])
async def revise_challenge(request: Request, desk: Desk, challenge_id: FromPath[str]) -> Response:
    challenge = await desk_challenge(desk.brand, challenge_id)
    form = await read_form(request, ChallengeForm)
    if form.ok:
        with form.catching():
            await edit_challenge(challenge, form.data)
            return go(challenge.url, N_("征集改好了。"))
    return await _edit_page(request, desk, challenge_id, form=form, status=form.status)


async def _edit_page(request: Request, desk: Desk, challenge_id: str, *, status: int = 200, **context: Any) -> Response:
    challenge = await desk_challenge(desk.brand, challenge_id)
    fixed = await is_answered(challenge.id) or challenge.phase == "ended"
    return await studio_page(
        request, desk, "ideas/challenges/edit.html", status=status, challenge=challenge, fixed=fixed, **context
    )


ROUTES = [
    list_challenges, show_challenge, desk_list, new_challenge, create_challenge, challenge_form, revise_challenge,
]  # fmt: skip
