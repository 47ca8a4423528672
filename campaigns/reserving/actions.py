"""Opening the prelaunch, reserving and taking a reservation back."""

from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import execute, transaction
from app.foundation.i18n import N_
from app.foundation.lifecycle import move
from app.foundation.refusals import Refusal
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


async def reserve(viewer: Viewer, campaign: dict[str, Any], ref: str = "") -> None:
    """Before it begins, or before it opens to everybody. May be repeated."""
    if campaign["state"] != "prelaunch" and not is_early(campaign):
        raise Refusal(BEGUN if campaign["state"] == "live" else NOT_YET)
    await execute(
        "insert into reservation (campaign, member, ref) values ({}, {}, {}) on conflict do nothing",
        campaign["id"], viewer.id, ref,
    )  # fmt: skip


async def take_back_reservation(viewer: Viewer, campaign: dict[str, Any]) -> None:
    await execute("delete from reservation where campaign = {} and member = {}", campaign["id"], viewer.id)
