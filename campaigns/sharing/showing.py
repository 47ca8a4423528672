"""What pictures of campaigns say."""

from typing import Any

from app.accounts.viewer import ANONYMOUS
from app.foundation.i18n import N_, ngettext, translate
from app.foundation.money import Money
from app.sharing.passing_on import Preview, preview, said
from app.sharing.showing import Shown, station_names
from app.site.profile import site
from app.web.formats import left, percent, short_number
from campaigns.queries import campaign_by_public_id, numbers_of
from campaigns.rules import Numbers, has_stopped, station
from campaigns.tiers.queries import tiers_of
from campaigns.wording import state_word


async def public_campaign(campaign_id: str) -> tuple[dict[str, Any], Numbers, int | None]:
    """A campaign that everybody may see, its numbers, and the price of its smallest ticket."""
    campaign = await campaign_by_public_id(ANONYMOUS, campaign_id)
    prices = [tier["price"] for tier in await tiers_of(campaign["id"]) if not tier["secret"] and not tier["is_add_on"]]
    return campaign, (await numbers_of([campaign]))[campaign["id"]], min(prices, default=None)


def show_campaign(campaign: dict[str, Any], numbers: Numbers, least: int | None) -> Shown:
    """In the present language."""
    is_live = campaign["state"] == "live" and campaign["deadline"] > campaign["now"]
    reached = percent(numbers.pledged, campaign["goal"] or 0)
    at = station(campaign["state"])
    standing = left(campaign["deadline"], campaign["now"]) if is_live else state_word(campaign["state"])
    return Shown(
        kind="campaign",
        lang="",
        stage="fund" if at == "fund" else "hand",
        title=campaign["title"],
        site=site().door,
        eyebrow=campaign["brand_name"],
        summary=campaign["summary"],
        picture=campaign["cover"],
        figure=state_word(campaign["state"]) if campaign["state"] == "prelaunch" else f"{reached}%",
        percent=reached,
        facts=_facts(campaign, numbers, standing),
        at=at,
        ended=has_stopped(campaign["state"]),
        stations=station_names(),
        invitation=_invitation(campaign, least, is_live=is_live),
    )


def _facts(campaign: dict[str, Any], numbers: Numbers, standing: str) -> tuple[str, ...]:
    currency = campaign["currency"]
    return (
        translate(N_("已认筹 %(amount)s"), amount=Money(numbers.pledged, currency)),
        translate(N_("目标 %(amount)s"), amount=Money(campaign["goal"] or 0, currency)),
        ngettext("%(n)s 位支持者", "%(n)s 位支持者", numbers.backers) % {"n": short_number(numbers.backers)},
        standing,
    )


def _invitation(campaign: dict[str, Any], least: int | None, *, is_live: bool) -> str:
    if is_live and least is not None:
        return translate(N_("长按或扫码，%(price)s 起支持"), price=Money(least, campaign["currency"]))
    return translate(N_("长按或扫码，看它走到了哪里"))


def campaign_preview(campaign: dict[str, Any], numbers: Numbers, least: int | None) -> Preview:
    return preview(f"campaigns/{campaign['public_id']}", said(lambda: show_campaign(campaign, numbers, least), campaign["lang"]))
