"""An Atom feed of the ideas that rise fastest now."""

from litestar import Request, get
from litestar.response import Response

from app.accounts.guards import anyone
from app.accounts.queries import people
from app.foundation.i18n import N_, translate
from app.site.profile import site
from app.web.feeds import Entry, Feed, atom
from ideas.finding.queries import Wanted, find_ideas

LONG = 30


@get("/ideas/feed.xml", guards=[anyone])
async def ideas_feed(request: Request) -> Response[bytes]:
    """Each once, however it rises and falls; how many voted is nothing that a reader needs to be told again and again."""
    found = (await find_ideas(Wanted(order="rising", group="voting"), LONG)).ideas
    authors = await people(one["author"] for one in found)
    entries = [
        Entry(
            path=f"/ideas/{one['public_id']}", title=one["title"], summary=one["summary"], published=one["published_at"],
            updated=one["published_at"], author=authors[one["author"]].name, lang=one["lang"], picture=one["cover"],
        )
        for one in found
    ]  # fmt: skip
    title = translate(N_("%(site)s：上升最快的创意"), site=site().door)
    return atom(request, Feed("/ideas/feed.xml", title, "/ideas?order=rising", entries))


ROUTES = [ideas_feed]
