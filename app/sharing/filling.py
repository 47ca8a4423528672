"""What sharing gives to every page and takes from every visit; called once at the roof."""

from litestar import Request

from app.accounts.intents.kinds import Intent
from app.brands.studio import desk_rooms
from app.foundation.i18n import N_
from app.sharing.counting import count_opening
from app.sharing.links import share_url_here
from app.web import openings, slots
from app.web.pages import environment, render_for


async def invite(request: Request, intent: Intent) -> str:
    """After what was begun signed out is done: to pass on what it was done for."""
    thing = openings.thing_of(intent.url)
    return await render_for(request, "sharing/_invite.html", thing=thing, kind=intent.kind) if thing else ""


def fill_slots() -> None:
    environment.globals["share_url"] = share_url_here
    openings.when_opened[:] = [count_opening]
    slots.fill("intent.done", invite)
    desk_rooms.add(N_("来路"), "sharing", icon="share-2", order=60)
