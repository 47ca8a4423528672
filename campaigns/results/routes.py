"""What a campaign came to, for everybody, once it is decided."""

from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone
from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.foundation.refusals import NotFound
from app.web.pages import page
from campaigns.queries import campaign_by_public_id
from campaigns.results.queries import results_of
from campaigns.results.showing import day_chart, part_name, parts_as_bars, sources_as_bars
from campaigns.rules import SUCCESSFUL, takes_late
from campaigns.showing import delivery_of, progress_of, rail_of
from campaigns.stretching.queries import stretch_of
from campaigns.tiers.queries import tiers_of
from campaigns.wording import next_step
from ideas.agreeing.queries import accepted_agreement
from ideas.contributing.queries import credits_of

DECIDED = (*SUCCESSFUL, "failed")


async def thanked(campaign: dict[str, Any]) -> list[tuple[Any, str]]:
    """The idea's people with their part in it."""
    if not campaign["idea_public_id"]:
        return []
    credits = await credits_of(campaign["idea"])
    known = await people([one.member for one in credits])
    return [(known[one.member], one.role) for one in credits if one.member in known]


@get("/campaigns/{campaign_id:str}/results", guards=[anyone])
async def show(request: Request, viewer: Viewer, campaign_id: FromPath[str]) -> Response:
    campaign = await campaign_by_public_id(viewer, campaign_id)
    if campaign["decided_total"] is None or campaign["state"] not in DECIDED:
        raise NotFound
    found, progress = await results_of(campaign), await progress_of(campaign)
    months = sorted({tier["deliver_month"] for tier in await tiers_of(campaign["id"])})
    author = (await people([campaign["idea_author"]])).get(campaign["idea_author"])
    return await page(
        request, "campaigns/results/show.html", shared_for=1, campaign=campaign, found=found, progress=progress,
        did_succeed=campaign["state"] in SUCCESSFUL, bars=parts_as_bars(found, campaign["currency"]), part_name=part_name,
        chart=day_chart(found, campaign), sources=sources_as_bars(found), stretch=await stretch_of(campaign, progress.numbers),
        thanked=await thanked(campaign), agreement=await accepted_agreement(campaign["idea"]) if campaign["idea"] else None,
        next_step=next_step(campaign), months=months, takes_late=takes_late(campaign),
        rail=rail_of(campaign, progress.numbers, author.name if author else "", await delivery_of(campaign)),
    )  # fmt: skip


ROUTES = [show]
