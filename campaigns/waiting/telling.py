"""Telling whoever waits: that it is their turn, that it was, that the list has ended."""

from datetime import datetime
from typing import Any

from app.notifications.actions import notify
from app.notifications.params import Said
from campaigns.waiting.wording import CLOSED


def entry_address(public_id: str) -> str:
    return f"/waitlist/{public_id}"


async def tell_of_offers(tier: dict[str, Any], entries: list[dict[str, Any]], given: list[int], ends: datetime) -> None:
    for entry, n in zip(entries, given, strict=True):
        await notify(
            [entry["member"]], "waitlist_offer", entry_address(entry["public_id"]), about=entry["public_id"],
            campaign=tier["campaign_title"], tier=tier["title"], n=n, until=ends,
        )  # fmt: skip


async def tell_run_out(tier: dict[str, Any], entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        await notify(
            [entry["member"]], "waitlist_ran_out", entry_address(entry["public_id"]),
            campaign=tier["campaign_title"], tier=tier["title"],
        )  # fmt: skip


async def tell_closed(tier: dict[str, Any], members: list[int], why: str) -> None:
    await notify(
        members, "waitlist_closed", "/waitlist", campaign=tier["campaign_title"], tier=tier["title"], why=Said(CLOSED[why]),
    )  # fmt: skip
