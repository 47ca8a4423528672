"""The desk's page of one section, the pictures put into the story, and the page of whoever is named in a team."""

from typing import Annotated, Any

import msgspec
from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import members
from app.accounts.viewer import Viewer
from app.brands.desk import Desk, team
from app.brands.studio import studio_page
from app.foundation.i18n import N_
from app.foundation.money import EXPONENTS
from app.foundation.refusals import NotFound, Refusal
from app.media.actions import keep_picture
from app.web.fields import Files
from app.web.forms import Form, read_form
from app.web.pages import go, is_htmx, page
from app.web.sent import WITH_PICTURES, sent_values
from campaigns.discovering.categories import category_options
from campaigns.drafting.queries import desk_campaign
from campaigns.drafting.routes import ONE, address
from campaigns.queries import campaign_by_public_id
from campaigns.rules import EDITABLE, PUBLIC
from campaigns.sections.desk import overview_of
from campaigns.sections.naming import leave_team
from campaigns.sections.queries import candidates, named_in, parts_of, place_in_team
from campaigns.sections.rows import MOST
from campaigns.sections.rules import WRITTEN, balance, check_may_change
from campaigns.sections.showing import sections_of
from campaigns.sections.texts import mark_of, texts_of
from campaigns.sections.writing import PICTURE_LINE, PREVIEW, asks, only_rearranges, pen_for, tried
from campaigns.tiers.queries import tiers_of

SECTION = ONE + "/sections/{key:str}"
TEAM = "/campaigns/{campaign_id:str}/team"


class PictureForm(msgspec.Struct):
    picture: Annotated[list[UploadFile], Files(1)]


def _known(key: str) -> str:
    if key not in WRITTEN:
        raise NotFound
    return key


def _frozen(key: str, state: str) -> str:
    """Why it can't be changed now; "" where it can."""
    try:
        check_may_change(key, state)
    except Refusal as refusal:
        return refusal.text()
    return ""


async def section_page(
    request: Request,
    desk: Desk,
    campaign: dict[str, Any],
    key: str,
    form: Form[Any] | None = None,
    seen: str = "",
    preview: bool = False,
) -> Response:
    """`seen` is the mark that goes with the form; after a refusal for being overtaken the new one, so that it can be saved."""
    parts, tiers = await parts_of(campaign["id"]), await tiers_of(campaign["id"])
    mark = mark_of(texts_of(campaign, parts, tiers)[key])
    form = form or pen_for(key, campaign["state"]).shown(campaign, parts)
    overview = await overview_of(campaign)
    keys = list(overview.rooms)
    at = keys.index(key)
    context = {
        "campaign": campaign, "key": key, "form": form, "seen": mark if "seen" in form.errors or not seen else seen,
        "overtaken": "seen" in form.errors, "here": address(desk, campaign, f"sections/{key}"),
        "rooms": overview.rooms, "room_here": overview.rooms[key], "is_draft": campaign["state"] in EDITABLE,
        "is_public": campaign["state"] in PUBLIC, "may_edit": desk.may("edit"), "frozen": _frozen(key, campaign["state"]),
        "before": overview.rooms[keys[at - 1]].section if at else None,
        "after": overview.rooms[keys[at + 1]].section if at + 1 < len(keys) else None,
        "sections": await sections_of(campaign, tiers), "is_decided": False, "most": MOST.get(key, 0),
        "currencies": [(one, one) for one in EXPONENTS], "categories": category_options(),
        "people": await candidates(campaign) if key == "team" else [],
        "balance": balance(parts["budget"], campaign["goal"]) if key == "budget" else None,
    }  # fmt: skip
    if preview:
        members = {one.public_id: one.id for one in await candidates(campaign)} if key == "team" else {}
        shown, rows = tried(key, campaign, parts, form, members)
        context["tried"] = {"campaign": shown, "sections": await sections_of(shown, tiers, rows)}
    template = "campaigns/sections/_editor.html" if is_htmx(request) else "campaigns/sections/edit.html"
    return await studio_page(request, desk, template, status=form.status, **context)


@get(SECTION, guards=[team()])
async def show(request: Request, desk: Desk, campaign_id: FromPath[str], key: FromPath[str]) -> Response:
    return await section_page(request, desk, await desk_campaign(desk.brand, campaign_id), _known(key))


@post(SECTION, guards=[team("edit")], request_max_body_size=WITH_PICTURES)
async def save(request: Request, viewer: Viewer, desk: Desk, campaign_id: FromPath[str], key: FromPath[str]) -> Response:
    """Saves this section, or with one of the form's own buttons only rearranges its rows."""
    campaign = await desk_campaign(desk.brand, campaign_id)
    pen, sent = pen_for(_known(key), campaign["state"]), await sent_values(request)
    seen = next((one for one in sent.get("seen", []) if isinstance(one, str)), "")
    form = pen.read(campaign, sent)
    if pen.keep:
        await pen.keep(viewer, form)
    if only_rearranges(sent):
        form.errors, form.status = {name: said for name, said in form.errors.items() if name in ("cover", "uploads")}, 200
        return await section_page(request, desk, campaign, key, form, seen, asks(sent, PREVIEW) and key != "funding")
    if form.ok:
        with form.catching():
            await pen.save(viewer, campaign, form, seen)
            public = campaign["state"] in PUBLIC
            return go(address(desk, campaign, f"sections/{key}"), N_("已保存，改动公开记在项目页上") if public else N_("已保存"))
    return await section_page(request, desk, campaign, key, form, seen)


@post(ONE + "/pictures", guards=[team("edit")], status_code=200, request_max_body_size=WITH_PICTURES)
async def put_picture(request: Request, viewer: Viewer, desk: Desk, campaign_id: FromPath[str]) -> Response:
    """Sent by a script while one writes: the line that stands for the picture, or a plain sentence."""
    await desk_campaign(desk.brand, campaign_id)
    try:
        form = await read_form(request, PictureForm)
        if not form.data.picture:
            raise Refusal(N_("先选一张图片。"))
        line = PICTURE_LINE.format(await keep_picture(viewer.id, form.data.picture[0]))
    except Refusal as refusal:
        return Response(refusal.text(), status_code=refusal.status, media_type="text/plain")
    return Response(line, media_type="text/plain")


@get(TEAM, guards=[members])
async def named(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    """For whoever is named there: what it says, and the way out."""
    campaign = await _where_named(viewer, campaign_id)
    place = await place_in_team(campaign["id"], viewer.id)
    return await page(request, "campaigns/sections/named.html", campaign=campaign, place=place)


@post(TEAM + "/departure", guards=[members])
async def depart(viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    campaign = await _where_named(viewer, campaign_id)
    await leave_team(viewer, campaign)
    return go("/me", N_("去掉了，《%(title)s》的团队里不再有你。"), title=campaign["title"])


async def _where_named(viewer: Viewer, campaign_id: str) -> dict[str, Any]:
    """Also a draft, which nobody else outside the team sees."""
    known = await named_in(viewer, campaign_id)
    return known or await campaign_by_public_id(viewer, campaign_id)


ROUTES = [show, save, put_picture, named, depart]
