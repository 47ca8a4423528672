"""/search: one box for campaigns, ideas, challenges and brands; and names while they are typed."""

from functools import partial
from typing import Any

from litestar import Request, get
from litestar.response import Response

from app.accounts.alike import page_for_all
from app.accounts.guards import anyone
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.foundation.text import clean_line
from app.web.pages import SHARED, fragment
from campaigns.discovering.categories import CATEGORIES, category_word
from campaigns.discovering.searching import search_everything, suggest
from ideas.finding.tags import tags_in_use
from ideas.voting.cards import OWN_VOTES
from ideas.voting.queries import votes_of

KINDS = {"campaigns": N_("众筹"), "ideas": N_("创意"), "challenges": N_("征集"), "brands": N_("品牌")}


def _asked(request: Request) -> str:
    return clean_line(request.query_params.get("q", "")[:120])


@get("/search", guards=[anyone])
async def search(request: Request) -> Response:
    return await page_for_all(request, "campaigns/discovering/search.html", partial(_search, _asked(request)), OWN_VOTES)


async def _search(q: str, viewer: Viewer) -> dict[str, Any]:
    """Without words: where to look instead."""
    found = await search_everything(q)
    return {
        "q": q,
        "found": found,
        "voted": await votes_of(viewer, [one["id"] for one in found.ideas]),
        "tags": [] if q else await tags_in_use(12),
        "categories": [] if q else [(key, category_word(key)) for key in CATEGORIES],
    }


@get("/search/suggestions", guards=[anyone])
async def suggestions(request: Request, viewer: Viewer) -> Response:
    """Nobody's own: one rendering serves all who type the same."""
    q = _asked(request)
    answer = await fragment(
        request, "campaigns/discovering/_suggestions.html", q=q, suggestions=await suggest(q), kinds=KINDS,
        id=request.query_params.get("id", "")[:20],
    )  # fmt: skip
    if not viewer.is_signed_in:
        answer.set_header(SHARED, "1")
    return answer


ROUTES: list[Any] = [search, suggestions]
