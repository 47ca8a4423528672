"""Who is told about the bell: those who reserved; where it rings for the idea's people first, each by whose hour it is."""

from typing import Any

from campaigns.announcing.kinds import Hearers, News, Prepare
from campaigns.reserving.rules import early_end
from campaigns.telling import params, public_address, reservers, subject
from ideas.reviewing.people import SUPPORTS


def edition_of(campaign: dict[str, Any]) -> str:
    """Of a bell: moved, it is another one."""
    return str(int(campaign["opens_at"].timestamp()))


def _supporters(campaign: dict[str, Any], event: str) -> Hearers:
    query = f"select r.member from reservation r where r.campaign = {{}} and {SUPPORTS.format(idea='{}', member='r.member')}"
    return Hearers(event, query, (campaign["id"], *[campaign["idea"]] * 3))


def _news(campaign: dict[str, Any], *hearers: Hearers, **more: Any) -> News | None:
    if not campaign["is_news"] or campaign["state"] != "prelaunch":
        return None
    return News(public_address(campaign), params(campaign) | more, (hearers,), not_after=more.get("opens"))


def _when(event: str) -> Prepare:
    """A bell was set or moved. Moved once more meanwhile, the later time is told."""

    async def prepare(campaign_id: int, edition: str) -> News | None:
        campaign = await subject(campaign_id)
        if campaign["opens_at"] is None:
            return None
        return _news(campaign, reservers(campaign, event), opens=campaign["opens_at"])

    return prepare


async def _taken_back(campaign_id: int, edition: str) -> News | None:
    campaign = await subject(campaign_id)
    return None if campaign["opens_at"] else _news(campaign, reservers(campaign, "bell_taken_back"))


async def _tomorrow(campaign_id: int, edition: str) -> News | None:
    campaign = await subject(campaign_id)
    if campaign["opens_at"] is None or edition != edition_of(campaign):
        return None
    opens, until = campaign["opens_at"], early_end(campaign, campaign["opens_at"])
    if until is None:
        return _news(campaign, reservers(campaign, "bell_tomorrow"), opens=opens)
    return _news(
        campaign, _supporters(campaign, "bell_tomorrow"), reservers(campaign, "bell_tomorrow_early"), opens=opens, until=until
    )


async def _soon(campaign_id: int, edition: str) -> News | None:
    """Of a bell that rings for the idea's people first, only they need to be there."""
    campaign = await subject(campaign_id)
    if campaign["opens_at"] is None or edition != edition_of(campaign):
        return None
    opens = campaign["opens_at"]
    waiting = _supporters if early_end(campaign, opens) else reservers
    return _news(campaign, waiting(campaign, "bell_soon"), opens=opens)


TELLINGS = {
    "bell_set": _when("bell_set"),
    "bell_moved": _when("bell_moved"),
    "bell_taken_back": _taken_back,
    "bell_tomorrow": _tomorrow,
    "bell_soon": _soon,
}
