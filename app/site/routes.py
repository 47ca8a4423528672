"""The generated style sheet, and the staff's pages of the site's and the region's profile."""

import json
from typing import Any

from litestar import Request, get, post
from litestar.response import Response

from app.accounts.guards import anyone, staff
from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.media.actions import attach, picture_from
from app.notifications.actions import sms_is_offered
from app.site.accent import derive, styles
from app.site.actions import REGION, change_region, change_site
from app.site.forms import RegionForm, SiteForm
from app.site.profile import read_profiles, renew, site
from app.site.queries import brands_to_choose, changes_of
from app.site.wording import FIELD_WORDS
from app.support.staff_desk import staff_page, staff_rooms
from app.web.assets import shelf
from app.web.forms import Form, blank, read_form
from app.web.pages import go
from app.web.sent import WITH_PICTURES

staff_rooms.add(N_("站点信息"), "site", icon="store", order=90)
staff_rooms.add(N_("地区规则"), "region", icon="scale", order=91)


EXAMPLE = "#b3392f"  # where the colour's own picker would begin with black


@get("/site.css", guards=[anyone], include_in_schema=False)
async def serve_styles(request: Request) -> Response:
    """The accent. Its address carries the profile's version, so it may be kept for ever where that is the present one."""
    if request.query_params.get("v", "") != str(site().version):
        await renew()  # another process has just changed it
    accent = derive(site().accent)
    is_present = request.query_params.get("v", "") == str(site().version)
    caching = "public, max-age=31536000, immutable" if is_present else "no-cache"
    text = styles(accent) if accent else ""
    return Response(text, media_type="text/css", headers={"Cache-Control": caching})


@get("/site.webmanifest", guards=[anyone], include_in_schema=False)
async def serve_manifest() -> Response:
    """What a phone puts on its home screen: our icons under the site's present name."""
    manifest = json.loads(shelf.named("icons/site.webmanifest").body) | {"name": site().door, "short_name": site().door}
    text = json.dumps(manifest, ensure_ascii=False)
    return Response(text, media_type="application/manifest+json", headers={"Cache-Control": "public, max-age=3600"})


async def _site_page(request: Request, form: Form[Any], look: bool = False) -> Response:
    brands = await brands_to_choose()
    changes = await changes_of("site")
    return await staff_page(
        request, "site/site.html", status=form.status, form=form, brands=[(one["public_id"], one["name"]) for one in brands],
        accent=derive(form.text("accent")), look=look, changes=changes, words=FIELD_WORDS,
        people=await people([one["actor"] for one in changes]),
    )  # fmt: skip


@get("/staff/site", guards=[staff])
async def edit_site(request: Request) -> Response:
    present, _ = await read_profiles()
    form = blank(
        name=present.name, kept=present.logo, accent=present.accent or EXAMPLE, plain="" if present.accent else "1",
        sender=present.sender, brand=present.brand_id,
    )  # fmt: skip
    return await _site_page(request, form)


@post("/staff/site", guards=[staff], request_max_body_size=WITH_PICTURES)
async def save_site(request: Request, viewer: Viewer) -> Response:
    """The button “look” shows the colour as pages will have it, and keeps nothing."""
    form = await read_form(request, SiteForm)
    logo = await picture_from(viewer.id, form, "logo")
    if form.ok and form.data.deed == "look":
        form.status = 200
        return await _site_page(request, form, look=True)
    if form.ok:
        with form.catching():
            present, _ = await read_profiles()
            kept = [present.logo] if logo == present.logo else await attach(viewer.id, [logo] if logo else [])
            await change_site(
                viewer, name=form.data.name, logo="".join(kept), accent="" if form.data.plain else form.data.accent,
                sender=form.data.sender, brand=await _brand(form.data.brand),
            )  # fmt: skip
            return go("/staff/site", N_("站点信息已保存。"))
    return await _site_page(request, form)


async def _brand(public_id: str) -> int | None:
    """0 finds none: the verb then refuses."""
    if not public_id:
        return None
    return next((one["id"] for one in await brands_to_choose() if one["public_id"] == public_id), 0)


async def _region_page(request: Request, form: Form[Any]) -> Response:
    changes = await changes_of("region")
    return await staff_page(
        request, "site/region.html", status=form.status, form=form, takes_phones=sms_is_offered(), changes=changes,
        words=FIELD_WORDS, people=await people([one["actor"] for one in changes]),
    )  # fmt: skip


@get("/staff/region", guards=[staff])
async def edit_region(request: Request) -> Response:
    _, present = await read_profiles()
    return await _region_page(request, blank(**{name: getattr(present, name) or "" for name in REGION}))


@post("/staff/region", guards=[staff])
async def save_region(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, RegionForm)
    if form.ok:
        with form.catching():
            numbers = ("least_age_join", "least_age_vote", "least_age_pledge", "withdrawal_days")
            rules = {name: getattr(form.data, name) for name in REGION}
            await change_region(viewer, **rules | {name: rules[name] or 0 for name in numbers})
            return go("/staff/region", N_("地区规则已保存。"))
    return await _region_page(request, form)


ROUTES = [serve_styles, serve_manifest, edit_site, save_site, edit_region, save_region]
