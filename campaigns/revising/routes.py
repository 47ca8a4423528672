"""The page of what changed since it is public."""

from typing import Annotated

import msgspec
from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone
from app.accounts.viewer import Viewer
from app.foundation.refusals import NotFound
from app.web.fields import Whole
from app.web.forms import read_values
from app.web.pages import page
from campaigns.queries import campaign_by_public_id
from campaigns.revising.queries import changes_of
from campaigns.rules import PUBLIC


class BeforeForm(msgspec.Struct):
    before: Annotated[int | None, Whole(1, 10**15, optional=True)]


@get("/campaigns/{campaign_id:str}/changes", guards=[anyone])
async def show(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    campaign = await campaign_by_public_id(viewer, campaign_id)
    if campaign["state"] not in PUBLIC:
        raise NotFound
    asked = read_values(BeforeForm, {name: request.query_params.getall(name) for name in request.query_params})
    moments, older = await changes_of(viewer, campaign, (asked.data.before or 0) if asked.ok else 0)
    return await page(
        request, "campaigns/revising/index.html", shared_for=1, campaign=campaign, moments=moments, older=older,
        is_first=not asked.ok or not asked.data.before,
    )  # fmt: skip


ROUTES = [show]
