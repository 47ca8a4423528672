"""A campaign's picture for chats, its poster, the page to share from."""

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone
from app.accounts.viewer import Viewer
from app.brands.queries import brands_of
from app.foundation.i18n import language
from app.sharing import passing_on
from app.sharing.passing_on import said
from campaigns.sharing.showing import public_campaign, show_campaign


async def _is_of_team(viewer: Viewer, brand: int) -> bool:
    return viewer.is_signed_in and any(one["id"] == brand for one in await brands_of(viewer.id))


@get("/campaigns/{campaign_id:str}/card.jpg", guards=[anyone])
async def campaign_card(request: Request, campaign_id: FromPath[str]) -> Response[bytes]:
    campaign, numbers, least = await public_campaign(campaign_id)
    shown = said(lambda: show_campaign(campaign, numbers, least), campaign["lang"])
    return await passing_on.card(request, f"campaigns/{campaign_id}", shown)


@get("/campaigns/{campaign_id:str}/poster.jpg", guards=[anyone])
async def campaign_poster(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response[bytes]:
    campaign, numbers, least = await public_campaign(campaign_id)
    return await passing_on.poster(
        request, f"campaigns/{campaign_id}", lambda: show_campaign(campaign, numbers, least),
        may_name_scenes=await _is_of_team(viewer, campaign["brand"]),
    )  # fmt: skip


@get("/campaigns/{campaign_id:str}/share", guards=[anyone])
async def share_campaign(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    campaign, numbers, least = await public_campaign(campaign_id)
    shown = said(lambda: show_campaign(campaign, numbers, least), language.get())
    is_team = await _is_of_team(viewer, campaign["brand"])
    return await passing_on.share_page(request, viewer, f"campaigns/{campaign_id}", shown, may_name_scenes=is_team)


ROUTES = [campaign_card, campaign_poster, share_campaign]
