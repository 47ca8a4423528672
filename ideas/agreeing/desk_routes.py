"""The brand's page of an idea's agreement: the split that is offered, and who has answered what."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation.database import value
from app.foundation.i18n import N_
from app.foundation.refusals import NotFound
from app.papers.queries import version_by_id, version_in_force
from app.web.forms import Form, blank, read_form
from app.web.pages import go
from ideas.agreeing.actions import PAPER, offer_agreement
from ideas.agreeing.forms import offer_form
from ideas.agreeing.queries import Agreed, agreement_of, parties_of, rounds_of
from ideas.agreeing.routes import WORDS
from ideas.agreeing.rules import Party, as_percent, proposed
from ideas.reviewing.queries import idea_on_desk
from ideas.rules import ADOPTED

HERE = "/brands/{brand_id:str}/studio/ideas/{idea_id:str}/agreement"


async def _won(desk: Desk, idea_id: str) -> dict[str, Any]:
    idea = await idea_on_desk(desk, idea_id)
    if idea["state"] not in ADOPTED or idea["decided_brand"] != desk.brand:
        raise NotFound
    return idea


async def _first_form(idea: dict[str, Any], parties: list[Party], names: dict[int, str], agreement: Agreed | None) -> Form[Any]:
    """As it was last offered, where it was to the same people; else as the rule proposes."""
    promised = await value("select share_percent from challenge where id = {}", idea["challenge"]) if idea["challenge"] else None
    share = agreement.share_percent if agreement else promised
    if agreement and {part.member for part in agreement.parts} == {one.member for one in parties}:
        points = {part.member: part.points for part in agreement.parts}
    else:
        points = dict(zip([one.member for one in parties], proposed(parties), strict=True)) if parties else {}
    return blank(
        share=f"{share.normalize():f}" if share is not None else "3", terms=agreement.terms if agreement else "",
        shows_parts="1" if agreement and agreement.shows_parts else "",
        **{f"part_{names[member]}": as_percent(part) for member, part in points.items()},
    )  # fmt: skip


async def _page(request: Request, desk: Desk, idea: dict[str, Any], form: Form[Any] | None = None) -> Response:
    agreement, parties = await agreement_of(idea["id"]), await parties_of(idea["id"])
    known = await people(one.member for one in parties)
    names = {one.member: known[one.member].public_id for one in parties}
    rounds = await rounds_of(idea["id"])
    return await studio_page(
        request, desk, "ideas/agreeing/desk.html", status=form.status if form else 200, idea=idea, agreement=agreement,
        parties=parties, known=known, names=names, form=form or await _first_form(idea, parties, names, agreement),
        rounds=rounds, decliners=await people(one["member"] for one in rounds),
        paper=await version_by_id(agreement.version if agreement else await version_in_force(PAPER)),
        is_fixed=agreement is not None and agreement.state == "accepted" and idea["state"] != "won", **WORDS,
    )  # fmt: skip


@get(HERE, guards=[team()])
async def show(request: Request, desk: Desk, idea_id: FromPath[str]) -> Response:
    return await _page(request, desk, await _won(desk, idea_id))


@post(HERE, guards=[team("edit")])
async def offer(request: Request, viewer: Viewer, desk: Desk, idea_id: FromPath[str]) -> Response:
    idea = await _won(desk, idea_id)
    parties = await parties_of(idea["id"])
    known = await people(one.member for one in parties)
    names = {one.member: known[one.member].public_id for one in parties}
    form: Form[Any] = await read_form(request, offer_form(parties, names))
    if form.ok:
        with form.catching():
            await offer_agreement(
                desk, viewer, idea, share=form.data.share, terms=form.data.terms, shows_parts=form.data.shows_parts,
                points={one.member: getattr(form.data, f"part_{names[one.member]}") for one in parties},
            )  # fmt: skip
            return go(f"{desk.url}/ideas/{idea_id}/agreement", N_("约定发出去了，每个人都会收到。"))
    return await _page(request, desk, idea, form)


ROUTES = [show, offer]
