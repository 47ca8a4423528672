"""Opening the prelaunch, reserving and taking a reservation back."""

from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import execute, transaction, value
from app.foundation.i18n import N_
from app.foundation.lifecycle import move
from app.foundation.refusals import Refusal
from campaigns.reserving.forms import ReservationForm
from campaigns.reserving.queries import reservable_tiers
from campaigns.reserving.rules import most_reserved
from campaigns.rules import is_early
from campaigns.tables import Campaign
from campaigns.telling import tell_later
from ideas.actions import mark_campaigned
from ideas.agreeing.actions import hold_consent

BEGUN = N_("众筹已经开始了，现在就能支持，不用预约。")
NOT_YET = N_("这个众筹现在不能预约。")


async def open_prelaunch(viewer: Viewer, campaign: dict[str, Any]) -> None:
    """Public from now on at the address it will keep; nothing can be pledged yet. The idea's people are told."""
    async with transaction():
        if campaign["idea"] is not None:
            await hold_consent(campaign["idea"])
        await move(Campaign, campaign["id"], "prelaunch", actor=viewer.id)
        if campaign["idea"] is not None:
            await mark_campaigned(campaign["idea"], viewer.id)
        await tell_later(campaign["id"], "prelaunched")


async def reserve(viewer: Viewer, campaign: dict[str, Any], wanted: ReservationForm | None = None, ref: str = "") -> None:
    """Before it begins, or before it opens to everybody. Done again, it says anew which tier and how many. Holds no place."""
    wanted = wanted or ReservationForm("", None)
    if campaign["state"] != "prelaunch" and not is_early(campaign):
        raise Refusal(BEGUN if campaign["state"] == "live" else NOT_YET)
    if await value("select exists (select from brand_member where brand = {} and member = {})", campaign["brand"], viewer.id):
        raise Refusal(N_("你在这个品牌的团队里，不能预约自家的众筹。"))
    tier = await _tier_wanted(viewer, campaign, wanted)
    await execute(
        """insert into reservation (campaign, member, tier, quantity, ref) values ({}, {}, {}, {}, {})
        on conflict (campaign, member) do update set tier = excluded.tier, quantity = excluded.quantity""",
        campaign["id"], viewer.id, tier, (wanted.quantity or 1) if tier else 1, ref,
    )  # fmt: skip


async def _tier_wanted(viewer: Viewer, campaign: dict[str, Any], wanted: ReservationForm) -> int | None:
    if not wanted.tier:
        return None
    tier = next((one for one in await reservable_tiers(campaign["id"]) if one["public_id"] == wanted.tier), None)
    if tier is None:
        raise Refusal(N_("这个档位现在不能预约，请另选一个。"), field="tier")
    most = most_reserved(tier, campaign)
    if (wanted.quantity or 1) > most:
        raise Refusal(N_("“%(tier)s”每人最多 %(most)s 份。"), field="quantity", tier=tier["title"], most=most)
    return tier["id"]


async def take_back_reservation(viewer: Viewer, campaign: dict[str, Any]) -> None:
    await execute("delete from reservation where campaign = {} and member = {}", campaign["id"], viewer.id)
