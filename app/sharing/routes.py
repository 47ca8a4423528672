"""What came of my sharing, what came of a brand's scenes; the site's own and a brand's picture for chats."""

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone, members
from app.accounts.viewer import ANONYMOUS, Viewer
from app.brands.desk import Desk, team
from app.brands.queries import visible_brand
from app.brands.studio import studio_page
from app.foundation.i18n import LANGUAGES, N_, language
from app.sharing.actions import renew_code
from app.sharing.links import share_url
from app.sharing.passing_on import card, said
from app.sharing.queries import MEMBERS, came_of, came_to
from app.sharing.showing import show_brand, show_site
from app.web.pages import go, page


@get("/me/sharing", guards=[members])
async def my_sharing(request: Request, viewer: Viewer) -> Response:
    return await page(request, "sharing/mine.html", came=await came_of(viewer), link=share_url("/", viewer))


@post("/me/share-code", guards=[members])
async def new_code(viewer: Viewer) -> Response:
    await renew_code(viewer)
    return go("/me/sharing", N_("分享码换好了。旧链接照样能打开，只是不再算在你这里。"))


@get("/brands/{brand_id:str}/studio/sharing", guards=[team()])
async def brand_sharing(request: Request, desk: Desk) -> Response:
    return await studio_page(request, desk, "sharing/brand.html", came=await came_to(desk.brand), members=MEMBERS)


@get("/card.jpg", guards=[anyone])
async def site_card(request: Request) -> Response[bytes]:
    asked = request.query_params.get("lang", "")
    lang = asked if asked in LANGUAGES else language.get()
    return await card(request, f"site/{lang}", said(show_site, lang))


@get("/brands/{brand_id:str}/card.jpg", guards=[anyone])
async def brand_card(request: Request, brand_id: FromPath[str]) -> Response[bytes]:
    brand = await visible_brand(ANONYMOUS, brand_id)
    return await card(request, f"brands/{brand_id}", said(lambda: show_brand(brand), brand["lang"]))


ROUTES = [my_sharing, new_code, brand_sharing, site_card, brand_card]
