"""What a drawn picture shows, as plain texts and figures: the rooms say it, the drawing prints it."""

import hashlib
from dataclasses import astuple, dataclass
from typing import Any

from app.foundation.i18n import N_, pgettext, translate
from app.site.profile import site
from app.web.markdown import render_markdown

DRAWING = "3"  # another number draws everything anew


def station_names() -> tuple[str, ...]:
    """In the present language."""
    named = {"idea": pgettext("station", "创意"), "fund": pgettext("station", "众筹")}
    others = {"vote": N_("投票"), "make": N_("制作"), "hand": N_("到手")}
    return tuple(named.get(one) or translate(others[one]) for one in ("idea", "vote", "fund", "make", "hand"))


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing worth passing on. All texts are translated already and in one language."""

    kind: str  # idea, challenge, campaign, plain
    lang: str
    stage: str  # idea, fund, hand: the one colour
    title: str
    site: str
    eyebrow: str = ""  # what it belongs to: the challenge, the brand
    byline: str = ""
    summary: str = ""
    picture: str = ""  # public id
    logo: str = ""  # public id of the brand's
    seal: tuple[str, str] = ("", "")  # a figure and its unit
    figure: str = ""  # the largest thing on a campaign's card: 86%
    percent: int = 0
    facts: tuple[str, ...] = ()
    stamp: tuple[tuple[str, float], ...] = ()  # lines of the postmark, with their size
    at: str = "idea"  # station
    ended: bool = False
    stations: tuple[str, ...] = ()
    invitation: str = ""  # beside a poster's code
    link: str = ""  # what a poster's code holds

    @property
    def digest(self) -> str:
        return hashlib.sha256(repr((DRAWING, astuple(self))).encode()).hexdigest()[:16]


def show_site() -> Shown:
    """The site's own card, for pages that are about no single thing."""
    summary = translate(N_("粉丝提创意，大家来投票，品牌做出来，小额支持，权益到手。"))
    door = site().door
    return Shown(kind="plain", lang="", stage="idea", title=door, site=door, summary=summary, at="done", stations=station_names())


def show_brand(brand: dict[str, Any]) -> Shown:
    story = render_markdown(brand["story"]).striptags()[:160]
    return Shown(
        kind="plain", lang="", stage="idea", title=brand["name"], site=site().door, summary=story, logo=brand["logo"],
        stations=station_names(), at="done",
    )  # fmt: skip
