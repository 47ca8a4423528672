"""Pure decisions about stretch goals: which may be promised, which are lit by the numbers, what is still missing."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.foundation.i18n import N_
from app.foundation.money import Money
from app.foundation.refusals import Refusal
from campaigns.rules import EDITABLE, Numbers

BY_AMOUNT, BY_BACKERS = "amount", "backers"
BY = (BY_AMOUNT, BY_BACKERS)
MOST_GOALS = 20
MOST_BACKERS = 10_000_000
GROWING = ("prelaunch", "live")
LAID_OUT = (*EDITABLE, "submitted", "approved")  # not public yet: nobody was promised anything


def check_may_add_goal(state: str, there_are: int) -> None:
    if state not in (*EDITABLE, *GROWING):
        raise Refusal(N_("现在不能加解锁目标。"))
    if there_are >= MOST_GOALS:
        raise Refusal(N_("一个众筹最多 %(most)s 个解锁目标。"), most=MOST_GOALS)


def check_may_change_goal(state: str) -> None:
    if state not in EDITABLE:
        raise Refusal(N_("提交之后解锁目标只能加，不能改、不能删：说出去的话要算数。"))


def check_target(by: str, target: int, campaign: Mapping[str, Any], numbers: Numbers) -> None:
    """Further than the goal itself, and further than things are already."""
    if by == BY_AMOUNT and campaign["goal"] and campaign["funding"] == "all_or_nothing" and target <= campaign["goal"]:
        goal = Money(campaign["goal"], campaign["currency"])
        raise Refusal(N_("解锁目标要比目标金额 %(goal)s 更高。"), field="target", goal=goal)
    if campaign["launched_at"] and has_reached(by, target, numbers):
        raise Refusal(N_("现在已经到了，写一个还没到的数。"), field="target")


def check_item(item: Mapping[str, Any] | None, tiers: Sequence[int]) -> None:
    """What is unlocked comes into pledges that were made without a choice."""
    if item is None:
        return
    if item["choice"]:
        raise Refusal(N_("要选规格的东西不能解锁：已经支持的人来不及选。请放一样没有规格的。"), field="item")
    if not tiers:
        raise Refusal(N_("选一下解锁后加进哪些档位。"), field="tiers")


def has_reached(by: str, target: int, numbers: Numbers) -> bool:
    return (numbers.pledged if by == BY_AMOUNT else numbers.backers) >= target


def is_lit(goal: Mapping[str, Any], numbers: Numbers) -> bool:
    """As decided at the deadline; until then as the numbers stand at this moment."""
    return has_reached(goal["by"], goal["target"], numbers) if goal["reached"] is None else goal["reached"]


def missing(goal: Mapping[str, Any], numbers: Numbers) -> int:
    """Minor units or backers."""
    return max(goal["target"] - (numbers.pledged if goal["by"] == BY_AMOUNT else numbers.backers), 0)
