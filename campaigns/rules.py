"""Pure decisions about campaigns: the lifecycle, whether a goal is met, and where on the line one stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.foundation.lifecycle import Lifecycle

CAMPAIGN = Lifecycle(
    "campaign",
    {
        "draft": ("submitted", "cancelled"),
        "submitted": ("approved", "changes_requested", "draft", "cancelled"),
        "changes_requested": ("submitted", "cancelled"),
        "approved": ("prelaunch", "live", "draft", "cancelled"),
        "prelaunch": ("live", "cancelled"),
        "live": ("succeeded", "failed", "cancelled", "suspended"),
        "suspended": ("live", "cancelled"),
        "succeeded": ("collecting",),
        "collecting": ("fulfilling",),
        "fulfilling": ("completed",),
        "completed": (),
        "failed": (),
        "cancelled": (),
    },
)

FUNDING = ("all_or_nothing", "keep_it_all")
EDITABLE = ("draft", "changes_requested")
UNDECIDED = ("live", "suspended")
SUCCESSFUL = ("succeeded", "collecting", "fulfilling", "completed")
# The same for SQL over alias `c`; a tier must have a late price besides.
OPEN = f"""(c.state = 'live' and c.deadline > app_now() or c.state in ({", ".join(repr(one) for one in SUCCESSFUL)})
  and c.late_opened_at <= app_now() and (c.late_closed_at is null or c.late_closed_at > app_now()))"""
PUBLIC = ("prelaunch", "live", "suspended", "succeeded", "failed", "collecting", "fulfilling", "completed", "cancelled")
# Stations of the line; a campaign that has not begun stands where the money will gather.
STATIONS = {"succeeded": "make", "collecting": "make", "fulfilling": "make", "completed": "done"}


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a campaign gathered, in minor units. Pledged, collected and dropped are three different amounts.

    All three are of what was pledged before the decision; `late` is what was paid in late pledges, beside them.
    """

    pledged: int = 0
    backers: int = 0
    collected: int = 0
    pending: int = 0
    late: int = 0

    @property
    def dropped(self) -> int:
        return max(self.pledged - self.collected - self.pending, 0)


def succeeds(pledged: int, goal: int, funding: str) -> bool:
    """At the deadline: the goal decides, or with flexible funding anything at all."""
    return pledged >= goal if funding == "all_or_nothing" else pledged > 0


def is_early(campaign: Mapping[str, Any]) -> bool:
    """It runs, but for now only for those whose idea it was. `now` stands beside the columns."""
    return campaign["state"] == "live" and campaign["early_ends_at"] is not None and campaign["now"] < campaign["early_ends_at"]


def takes_late(campaign: Mapping[str, Any]) -> bool:
    """It succeeded, and the brand takes late pledges now. `now` stands beside the columns."""
    opened, closed, now = campaign["late_opened_at"], campaign["late_closed_at"], campaign["now"]
    return campaign["state"] in SUCCESSFUL and opened is not None and opened <= now and (closed is None or now < closed)


def is_open(campaign: Mapping[str, Any]) -> bool:
    """Whether pledges are taken: it runs, or late. `now` stands beside the columns."""
    return (campaign["state"] == "live" and campaign["now"] < campaign["deadline"]) or takes_late(campaign)


def station(state: str, anything_dispatched: bool = False) -> str:
    return "hand" if state == "fulfilling" and anything_dispatched else STATIONS.get(state, "fund")


def has_stopped(state: str) -> bool:
    return state in ("failed", "cancelled")
