"""Pure decisions about campaigns: the lifecycle, and whether a goal is met."""

from app.foundation.lifecycle import Lifecycle

CAMPAIGN = Lifecycle(
    "campaign",
    {
        "draft": ("submitted", "cancelled"),
        "submitted": ("approved", "changes_requested", "cancelled"),
        "changes_requested": ("submitted", "cancelled"),
        "approved": ("prelaunch", "live", "cancelled"),
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
PUBLIC = ("prelaunch", "live", "suspended", "succeeded", "failed", "collecting", "fulfilling", "completed", "cancelled")


def succeeds(pledged: int, goal: int, funding: str) -> bool:
    """At the deadline: the goal decides, or with flexible funding anything at all."""
    return pledged >= goal if funding == "all_or_nothing" else pledged > 0
