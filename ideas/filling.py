"""What ideas add to pages of lower rooms: a brand's public page, its desk's overview, the list of the desk's rooms."""

from typing import Any

from litestar import Request

from app.accounts.queries import people
from app.brands.desk import Desk
from app.brands.studio import desk_rooms
from app.foundation.i18n import N_
from app.web import slots
from app.web.pages import environment, render_for
from ideas.challenges.queries import challenges_of_brand
from ideas.reviewing.queries import adopted_by, waiting
from ideas.sharing import outcomes
from ideas.voting.cards import by_vote
from ideas.voting.rules import votes_shown


async def brand_section(request: Request, brand: Any) -> str:
    """Its open challenges and the ideas it adopted; nothing where there are none."""
    challenges, adopted = await challenges_of_brand(brand["id"]), await adopted_by(brand["id"])
    if not challenges and not adopted:
        return ""
    authors = await people(one["author"] for one in adopted)
    return await render_for(
        request, "ideas/_brand_section.html", brand=brand, challenges=challenges, ideas=adopted, authors=authors, voted=set()
    )


async def desk_task(request: Request, desk: Desk) -> str:
    """Ideas of ended challenges that wait for an answer."""
    count = await waiting(desk)
    return await render_for(request, "ideas/reviewing/_task.html", desk=desk, count=count) if count else ""


def fill_slots() -> None:
    """Called once at the roof."""
    environment.globals |= {"votes_shown": votes_shown, "by_vote": by_vote}
    slots.fill("brand.sections", brand_section, order=10)
    slots.fill("desk.tasks", desk_task, order=10)
    outcomes.register()
    desk_rooms.add(N_("征集"), "challenges", icon="megaphone", order=10)
    desk_rooms.add(N_("创意"), "ideas", icon="lightbulb", order=20)
    desk_rooms.add(N_("数据"), "insights", icon="bar-chart-3", order=25)
