"""Pure decisions about the bell: when it may ring, and what a campaign is from that second on."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from campaigns.drafting.rules import LONGEST, SHORTEST, check_early_hours
from campaigns.tiers.rules import is_too_early

SOONEST, LATEST = timedelta(minutes=5), timedelta(days=90)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# A reminder that comes late (the platform was down) is left out when the bell is so near.
USELESS = {"bell_tomorrow": timedelta(hours=2), "bell_soon": timedelta(minutes=5)}
REMINDERS = {"bell_tomorrow": DAY, "bell_soon": HOUR}

BEGUN = N_("众筹已经开始了，开始时间不能再改。")


def has_rung(campaign: Mapping[str, Any]) -> bool:
    """The second has come, whether or not a hand has moved it on yet. `now` stands beside the columns."""
    return campaign["state"] == "prelaunch" and campaign["opens_at"] is not None and campaign["opens_at"] <= campaign["now"]


def early_end(campaign: Mapping[str, Any], opens_at: datetime) -> datetime | None:
    """The early window of the idea's people counts from the bell."""
    if campaign["idea"] is None or not campaign["early_hours"]:
        return None
    return opens_at + timedelta(hours=campaign["early_hours"])


def as_rung(campaign: dict[str, Any]) -> dict[str, Any]:
    """As everybody sees it from the bell's very second on; ring() writes down the same."""
    if not has_rung(campaign):
        return campaign
    opens_at = campaign["opens_at"]
    return campaign | {
        "state": "live",
        "launched_at": opens_at,
        "early_ends_at": early_end(campaign, opens_at),
        "is_unwritten": True,
    }


def may_be_due(campaign: Mapping[str, Any]) -> bool:
    """It was read before the bell, or at its second: ring() will know."""
    return campaign["state"] == "prelaunch" or bool(campaign.get("is_unwritten"))


def most_reserved(tier: Mapping[str, Any], campaign: Mapping[str, Any]) -> int:
    """As many as one backer may take in the end."""
    return min(tier["per_backer"], campaign["per_backer"] or tier["per_backer"])


def check_bell(
    campaign: Mapping[str, Any], opens_at: datetime, deadline: datetime | None, tiers: Iterable[Mapping[str, Any]], now: datetime
) -> None:
    """All that a launch at that moment would be asked."""
    if opens_at <= now:
        raise Refusal(N_("这个时间已经过去了，请选一个以后的时间。"), field="opens_at")
    if opens_at < now + SOONEST:
        raise Refusal(N_("最早从 5 分钟之后开始；要马上开始，就直接上线。"), field="opens_at")
    if opens_at > now + LATEST:
        raise Refusal(N_("最多提前 90 天定开始时间。"), field="opens_at")
    _check_deadline(campaign, opens_at, deadline, list(tiers))


def _check_deadline(
    campaign: Mapping[str, Any], opens_at: datetime, deadline: datetime | None, tiers: list[Mapping[str, Any]]
) -> None:
    if deadline is not None and deadline <= opens_at:
        raise Refusal(N_("开始时间要在截止时间之前。"), field="opens_at")
    if deadline is None or not SHORTEST <= deadline - opens_at <= LONGEST:
        raise Refusal(N_("截止时间要在开始之后 1 到 60 天。"), field="deadline")
    if any(is_too_early(tier["deliver_month"], deadline) for tier in tiers):
        raise Refusal(N_("有档位的交付月份早于截止时间，请换一个截止时间。"), field="deadline")
    check_early_hours(campaign["early_hours"] if campaign["idea"] else 0, deadline, opens_at)


def why_silent(campaign: Mapping[str, Any], tiers: Iterable[Mapping[str, Any]]) -> Refusal | None:
    """What has come between since the bell was set, so that it can't ring; None where nothing has."""
    if campaign["visibility"] != "visible" or not campaign["brand_is_visible"]:
        return Refusal(N_("项目现在不公开显示。"))
    known = list(tiers)
    if not known:
        return Refusal(N_("没有回报档位。"))
    try:
        _check_deadline(campaign, campaign["opens_at"], campaign["deadline"], known)
    except Refusal as refusal:
        return refusal
    return None
