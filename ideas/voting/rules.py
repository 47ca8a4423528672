"""Pure decisions about votes: how many a minute, who may see a count, and the sentence for a vote that doesn't count."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.foundation.i18n import N_
from app.foundation.refusals import NotFound, Refusal, SlowDown
from ideas.rules import VOTABLE

MOST_A_MINUTE = 120

OWN_IDEA = N_("自己的创意不能投票，把它分享出去吧。")
CLOSED = N_("这个征集已经截止，不能再投票了。")
NOT_YET = N_("这个征集还没开始，到时再来投票。")
BETWEEN = N_("这个征集现在不是投票阶段，等下一次投票开始再来。")
DECIDED = N_("这个创意的投票已经结束了。")
MERGED = N_("这个创意并进了另一个，票也一起过去了，去那边看看。")
FOLLOWERS = N_("只有关注了%(brand)s的人能投：先去关注，再回来投票。")
VERIFIED = N_("这个征集要验证过手机号才能投：先加一个手机号，再回来投票。")
TOO_YOUNG = N_("这个征集要账号满 %(days)s 天才能投，你的账号 %(when)s 起可以投。")
SPENT = N_("这个征集每人 %(budget)s 票，你已经投完了：收回一票再投。")

STANDING = ("counted", "waiting", "quarantined")  # in its voter's eyes the vote is in


def votes_shown(idea: Mapping[str, Any], voted: bool, viewer: Any = None) -> int | None:
    """The idea's count, or None while its challenge hides it: from everybody, or from those who haven't voted.

    An author can't vote for the own idea, and sees its count where voters do.
    """
    if idea["counts"] == "shown":
        return int(idea["vote_count"])
    is_author = viewer is not None and viewer.id == idea["author"]
    return int(idea["vote_count"]) if idea["counts"] == "until_voted" and (voted or is_author) else None


def refusal(
    *, found: bool, is_own: bool, state: str, begun: bool, is_open: bool, too_many: bool, is_over: bool = True
) -> Refusal | None:
    """Why a vote was not taken; None when nothing stood against it."""
    if not found:
        return NotFound(N_("没有找到这个创意，它可能被撤回了。"))
    if state == "merged":
        return Refusal(MERGED)
    if is_own:
        return Refusal(OWN_IDEA)
    if state not in VOTABLE:
        return Refusal(DECIDED)
    if not is_open:
        return Refusal((CLOSED if is_over else BETWEEN) if begun else NOT_YET)
    return SlowDown(N_("投得太快了，歇一分钟再来。")) if too_many else None


@dataclass(frozen=True, slots=True)
class VotingRules:
    """Of the phase in which votes are taken now."""

    who: str = "everyone"
    account_days: int = 0
    budget: int | None = None
    least_votes: int = 0
    counts: str = "shown"

    @property
    def asks_something(self) -> bool:
        return self.who != "everyone" or self.account_days > 0 or self.budget is not None or self.least_votes > 0


@dataclass(frozen=True, slots=True)
class Ballot:
    """A member's standing in a challenge when they are about to vote."""

    follows: bool
    has_phone: bool
    account_days: int
    spent: int  # votes of the budget
    cast: int  # votes towards the least number


def rules_refusal(rules: VotingRules, ballot: Ballot, *, brand: str, old_enough_at: str) -> Refusal | None:
    """Why this member may not cast one more vote; each sentence says what to do."""
    if rules.who == "followers" and not ballot.follows:
        return Refusal(FOLLOWERS, brand=brand)
    if rules.who == "verified" and not ballot.has_phone:
        return Refusal(VERIFIED)
    if ballot.account_days < rules.account_days:
        return Refusal(TOO_YOUNG, days=rules.account_days, when=old_enough_at)
    if rules.budget is not None and ballot.spent >= rules.budget:
        return Refusal(SPENT, budget=rules.budget)
    return None


def left_of(rules: VotingRules, spent: int) -> int | None:
    """Votes left of the budget; None where votes are free."""
    return None if rules.budget is None else max(0, rules.budget - spent)


def short_of(rules: VotingRules, cast: int) -> int:
    """How many more votes until this member's count."""
    return max(0, rules.least_votes - cast)
