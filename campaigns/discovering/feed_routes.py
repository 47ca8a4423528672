"""Atom feeds of what begins (all campaigns, one category's, one brand's) and of what one campaign tells everybody."""

from datetime import datetime
from typing import Any

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.guards import anyone
from app.accounts.viewer import ANONYMOUS
from app.brands.queries import visible_brand
from app.foundation.database import rows
from app.foundation.i18n import N_, translate
from app.foundation.refusals import NotFound
from app.site.profile import site
from app.web.feeds import Entry, Feed, atom
from app.web.markdown import render_markdown
from campaigns.discovering.categories import CATEGORIES, category_word
from campaigns.discovering.queries import Wanted, find_campaigns
from campaigns.queries import campaign_by_public_id
from campaigns.updates.queries import updates_of
from campaigns.updates.showing import shown_update
from campaigns.wording import state_word
from ideas.challenges.queries import challenges_of_brand

LONG = 30


@get("/campaigns/feed.xml", guards=[anyone])
async def campaigns_feed(request: Request) -> Response[bytes]:
    """Those that run, those that begin soon and those that ended: each an entry that changes with its state."""
    found = await find_campaigns(Wanted(name="all", brand=site().single_brand), LONG)
    title = translate(N_("%(site)s：众筹"), site=site().door)
    return atom(request, Feed("/campaigns/feed.xml", title, "/campaigns", await _entries(found.campaigns)))


@get("/campaigns/in/{category:str}/feed.xml", guards=[anyone])
async def category_feed(request: Request, category: FromPath[str]) -> Response[bytes]:
    if category not in CATEGORIES:
        raise NotFound
    found = await find_campaigns(Wanted(name="all", category=category, brand=site().single_brand), LONG)
    page = f"/campaigns/in/{category}"
    title = f"{site().door}：{category_word(category)}"
    return atom(request, Feed(f"{page}/feed.xml", title, page, await _entries(found.campaigns)))


@get("/brands/{brand_id:str}/feed.xml", guards=[anyone])
async def brand_feed(request: Request, brand_id: FromPath[str]) -> Response[bytes]:
    """Its campaigns and the challenges that are open."""
    brand = await visible_brand(ANONYMOUS, brand_id)
    found = await find_campaigns(Wanted(name="all", brand=brand_id), LONG)
    entries = [*await _entries(found.campaigns), *await _challenges(brand)]
    entries.sort(key=lambda one: one.updated, reverse=True)
    return atom(request, Feed(f"/brands/{brand_id}/feed.xml", brand["name"], f"/brands/{brand_id}", entries[:LONG]))


@get("/campaigns/{campaign_id:str}/feed.xml", guards=[anyone])
async def campaign_feed(request: Request, campaign_id: FromPath[str]) -> Response[bytes]:
    """Its updates, as far as they are for everybody."""
    campaign = await campaign_by_public_id(ANONYMOUS, campaign_id)
    page = f"/campaigns/{campaign_id}"
    entries = [_update(campaign, one) for one in await updates_of(ANONYMOUS, campaign["id"], limit=LONG) if one["is_mine"]]
    return atom(request, Feed(f"{page}/feed.xml", campaign["title"], page, entries[:LONG]))


def _update(campaign: dict[str, Any], update: dict[str, Any]) -> Entry:
    return Entry(
        path=f"/campaigns/{campaign['public_id']}/updates/{update['number']}", title=update["title"],
        summary=shown_update(update)["excerpt"], published=update["published_at"],
        updated=update["edited_at"] or update["published_at"], author=campaign["brand_name"], lang=update["lang"],
        picture=next(iter(update["pictures"]), ""), content=str(render_markdown(update["body"])),
    )  # fmt: skip


async def _entries(campaigns: list[dict[str, Any]]) -> list[Entry]:
    changed = await _changed([one["id"] for one in campaigns])
    return [
        Entry(
            path=f"/campaigns/{one['public_id']}", title=one["title"], summary=f"{state_word(one['state'])} · {one['summary']}",
            published=changed[one["id"]][0], updated=changed[one["id"]][1], author=one["brand_name"], lang=one["lang"],
            category=category_word(one["category"]), picture=one["cover"],
        )
        for one in campaigns
    ]  # fmt: skip


async def _changed(ids: list[int]) -> dict[int, tuple[datetime, datetime]]:
    found = await rows("select campaign, listed_at, changed_at from campaign_listing where campaign = any({}::bigint[])", ids)
    return {one["campaign"]: (one["listed_at"], one["changed_at"]) for one in found}


async def _challenges(brand: dict[str, Any]) -> list[Entry]:
    return [
        Entry(
            path=one.url, title=translate(N_("征集：%(title)s"), title=one.title), summary=" ".join(one.brief.split())[:200],
            published=one.published_at, updated=one.published_at, author=one.brand_name, lang=one.lang, picture=one.cover,
        )
        for one in await challenges_of_brand(brand["id"])
        if one.published_at
    ]  # fmt: skip


ROUTES: list[Any] = [campaigns_feed, category_feed, campaign_feed, brand_feed]
