"""A brand's public page, its beginning, and the frame of its desk."""

from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone, members
from app.accounts.viewer import Viewer
from app.accounts.zones import zone_options
from app.brands.actions import create_brand, edit_brand
from app.brands.desk import Desk, team
from app.brands.forms import BrandForm
from app.brands.queries import brands_of, visible_brand
from app.brands.rules import check_open_to_brands
from app.brands.studio import studio_page
from app.community.following.queries import follow_of
from app.foundation import clock
from app.foundation.i18n import N_
from app.media.actions import picture_from
from app.settings import settings
from app.site.profile import site
from app.web import slots
from app.web.forms import Form, blank, read_form
from app.web.json_ld import Thing, json_ld, organisation
from app.web.pages import go, page, render_for
from app.web.sent import WITH_PICTURES


@get("/brands/new", guards=[members])
async def new_brand(request: Request) -> Response:
    check_open_to_brands(site().single_brand)
    return await page(request, "brands/new.html", form=blank())


@post("/brands", guards=[members], request_max_body_size=WITH_PICTURES)
async def make_brand(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, BrandForm)
    logo = await picture_from(viewer.id, form, "logo")
    if form.ok:
        with form.catching():
            brand = await create_brand(viewer, name=form.data.name, story=form.data.story, logo=logo)
            return go(f"/brands/{brand['public_id']}/studio", N_("品牌建好了。"))
    return await page(request, "brands/new.html", status=form.status, form=form)


@get(["/brands/{brand_id:str}", "/brands/{brand_id:str}/{tail:str}"], guards=[anyone])
async def show_brand(request: Request, viewer: Viewer, brand_id: FromPath[str]) -> Response:
    brand = await visible_brand(viewer, brand_id)
    sections = await slots.render("brand.sections", request, brand)
    follow = await follow_of(viewer, "brand", brand["id"], brand["public_id"])
    told = json_ld(_organisation(brand)) if brand["visibility"] == "visible" else ""
    return await page(request, "brands/show.html", shared_for=1, brand=brand, sections=sections, follow=follow, structured=told)


def _organisation(brand: dict[str, Any]) -> Thing:
    logo = f"/media/{brand['logo']}/480.webp" if brand["logo"] else ""
    return organisation(f"/brands/{brand['public_id']}", brand["name"], logo)


@get("/brands/{brand_id:str}/studio", guards=[team("read")])
async def show_studio(request: Request, desk: Desk) -> Response:
    return await studio_page(request, desk, "brands/studio.html", tasks=await slots.render("desk.tasks", request, desk))


async def _zones(form: Form) -> list[tuple[str, str]]:
    return zone_options(await clock.now(), str(form.values.get("time_zone") or settings.time_zone.key))


@get("/brands/{brand_id:str}/studio/profile", guards=[team("edit")])
async def edit_profile(request: Request, viewer: Viewer, desk: Desk) -> Response:
    brand = await visible_brand(viewer, desk.public_id)
    form = blank(name=brand["name"], story=brand["story"], kept=brand["logo"], time_zone=brand["time_zone"])
    return await studio_page(request, desk, "brands/profile.html", form=form, zones=await _zones(form))


@post("/brands/{brand_id:str}/studio/profile", guards=[team("edit")], request_max_body_size=WITH_PICTURES)
async def save_profile(request: Request, viewer: Viewer, desk: Desk) -> Response:
    form = await read_form(request, BrandForm)
    logo = await picture_from(viewer.id, form, "logo")
    if form.ok:
        data = form.data
        with form.catching():
            await edit_brand(viewer, desk, name=data.name, story=data.story, logo=logo, time_zone=data.time_zone)
            return go(desk.url + "/profile", N_("品牌资料已保存。"))
    return await studio_page(request, desk, "brands/profile.html", status=form.status, form=form, zones=await _zones(form))


async def my_brands(request: Request, viewer: Viewer) -> str:
    """Fills the slot `me.sections`."""
    return await render_for(request, "brands/_mine.html", brands=await brands_of(viewer.id))


ROUTES = [new_brand, make_brand, show_brand, show_studio, edit_profile, save_profile]
