"""What sharing gives to every page and takes from every visit; called once at the roof."""

from app.sharing.counting import count_opening
from app.sharing.links import share_url_here
from app.web import openings
from app.web.pages import environment


def fill_slots() -> None:
    environment.globals["share_url"] = share_url_here
    openings.when_opened[:] = [count_opening]
