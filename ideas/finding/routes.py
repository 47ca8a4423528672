"""/ideas: the lists and the search, each page with an address of its own."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, get
from litestar.response import Response

from app.accounts.guards import anyone
from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.foundation.i18n import translate
from app.web.pages import page
from ideas.challenges.queries import ChallengeView, challenge_by_public_id, challenges_taking
from ideas.finding.queries import Wanted, find_ideas
from ideas.finding.rules import GROUPS, ORDERS
from ideas.voting.queries import votes_of


@get("/ideas", guards=[anyone])
async def list_ideas(request: Request, viewer: Viewer) -> Response:
    asked = {name: request.query_params.get(name, "")[:120] for name in ("order", "state", "challenge", "q", "after", "before")}
    challenge = await challenge_by_public_id(viewer, asked["challenge"]) if asked["challenge"] else None
    wanted = wanted_list(asked, challenge)
    found = await find_ideas(wanted)
    return await page(
        request, "ideas/index.html", shared_for=1, wanted=wanted, challenge=challenge, found=found,
        challenges=await challenges_taking(limit=12), authors=await people(one["author"] for one in found.ideas),
        voted=await votes_of(viewer, [one["id"] for one in found.ideas]),
        orders=order_links("/ideas", asked, wanted), groups=group_links(asked, wanted), newer=_page(asked, before=found.newer),
        older=_page(asked, after=found.older),
    )  # fmt: skip


def wanted_list(asked: dict[str, str], challenge: ChallengeView | None) -> Wanted:
    """What an address asks for; what it can't mean falls back to the first list."""
    return Wanted(
        order=asked["order"] if asked["order"] in ORDERS else "newest",
        group=asked.get("state", "") if asked.get("state", "") in GROUPS else "",
        challenge=challenge.id if challenge else None,
        q=asked.get("q", ""), after=asked["after"], before=asked["before"],
    )  # fmt: skip


def address(path: str, asked: dict[str, str], **changed: str) -> str:
    """The list with something changed, from its first page on."""
    kept = {name: text for name, text in asked.items() if name not in ("after", "before")} | changed
    query = urlencode({name: text for name, text in kept.items() if text})
    return f"{path}?{query}" if query else path


def order_links(path: str, asked: dict[str, str], wanted: Wanted) -> list[dict[str, Any]]:
    return [
        {"href": address(path, asked, order=order), "word": translate(word), "is_current": order == wanted.order}
        for order, (_, word) in ORDERS.items()
    ]


def group_links(asked: dict[str, str], wanted: Wanted) -> list[dict[str, Any]]:
    return [
        {"href": address("/ideas", asked, state=group), "word": translate(word), "is_current": group == wanted.group}
        for group, (_, word) in GROUPS.items()
    ]


def _page(asked: dict[str, str], **key: str) -> str:
    return address("/ideas", asked, **key) if any(key.values()) else ""


ROUTES = [list_ideas]
