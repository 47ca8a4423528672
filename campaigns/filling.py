"""What campaigns put into the pages of lower rooms: on an idea, a brand, its desk and the staff's."""

from typing import Any

from litestar import Request

from app.brands.studio import desk_rooms
from app.foundation.i18n import N_
from app.support.staff_desk import staff_rooms
from app.web.pages import render_for
from app.web.slots import fill
from campaigns.discovering.brand_page import brand_section
from campaigns.drafting.queries import desk_todo
from campaigns.pledging.rules import COUNTED
from campaigns.queries import campaign_of_idea
from campaigns.reviewing.queries import waiting
from campaigns.sharing import outcomes
from campaigns.showing import progress_of
from ideas.insights.figures import have_backed

# Whether a member `m` has backed a campaign, for the brand's view of a challenge.
BACKED = f"exists (select 1 from pledge b where b.backer = m.id and b.state in ({', '.join(repr(one) for one in COUNTED)}))"


async def idea_campaign(request: Request, idea: dict[str, Any]) -> str:
    """Where an idea went: its campaign, on its page."""
    campaign = await campaign_of_idea(idea["id"])
    if campaign is None:
        return ""
    return await render_for(request, "campaigns/_of_idea.html", campaign=campaign, progress=await progress_of(campaign))


async def desk_tasks(request: Request, desk: Any) -> str:
    todo = await desk_todo(desk.brand)
    return await render_for(request, "campaigns/desk/_tasks.html", todo=todo, desk=desk) if any(todo.values()) else ""


async def staff_tasks(request: Request, subject: Any) -> str:
    count = await waiting()
    return await render_for(request, "campaigns/reviewing/_tasks.html", count=count) if count else ""


def fill_slots() -> None:
    fill("idea.campaign", idea_campaign)
    fill("brand.sections", brand_section, order=5)
    fill("desk.tasks", desk_tasks, order=20)
    fill("staff.tasks", staff_tasks, order=10)
    outcomes.register()
    if BACKED not in have_backed:
        have_backed.append(BACKED)
    desk_rooms.add(N_("众筹"), "campaigns", icon="hand-coins", order=30)
    staff_rooms.add(N_("众筹审核"), "campaigns", icon="gavel", order=20)
