"""A brand's public page: what runs, what comes, what it made, and how it kept its dates."""

from typing import Any

from litestar import Request

from app.foundation.database import rows
from app.web.pages import render_for
from campaigns.discovering.delivery import record_of
from campaigns.discovering.queries import shown
from campaigns.showing import card

MOST = 24
_OF_BRAND = """select campaign, stage from campaign_listing where brand = {}
order by array_position(array['live', 'coming', 'succeeded', 'made', 'ended'], stage::text), listed_at desc, campaign desc
limit {}"""


async def brand_section(request: Request, brand: dict[str, Any]) -> str:
    """Nothing where it has shown no campaign yet."""
    found = await rows(_OF_BRAND, brand["id"], MOST + 1)
    if not found:
        return ""
    stages = {one["campaign"]: one["stage"] for one in found[:MOST]}
    campaigns = [(stages[one["id"]], card(one) | {"brand": ""}) for one in await shown(list(stages))]
    return await render_for(
        request, "campaigns/discovering/_brand.html", brand=brand, has_more=len(found) > MOST,
        record=await record_of(brand["id"]),
        running=[each for stage, each in campaigns if stage == "live"],
        coming=[each for stage, each in campaigns if stage == "coming"],
        done=[each for stage, each in campaigns if stage not in ("live", "coming")],
    )  # fmt: skip
