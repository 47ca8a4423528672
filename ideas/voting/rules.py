"""Pure decisions about votes: how many a minute, and the sentence for a vote that doesn't count."""

from app.foundation.i18n import N_
from app.foundation.refusals import NotFound, Refusal, SlowDown
from ideas.rules import VOTABLE

MOST_A_MINUTE = 120

OWN_IDEA = N_("自己的创意不能投票，把它分享出去吧。")
CLOSED = N_("这个征集已经截止，不能再投票了。")
NOT_YET = N_("这个征集还没开始，到时再来投票。")
DECIDED = N_("这个创意的投票已经结束了。")


def refusal(*, found: bool, is_own: bool, state: str, begun: bool, is_open: bool, too_many: bool) -> Refusal | None:
    """Why a vote was not taken; None when nothing stood against it."""
    if not found:
        return NotFound(N_("没有找到这个创意，它可能被撤回了。"))
    if is_own:
        return Refusal(OWN_IDEA)
    if state not in VOTABLE:
        return Refusal(DECIDED)
    if not is_open:
        return Refusal(CLOSED if begun else NOT_YET)
    return SlowDown(N_("投得太快了，歇一分钟再来。")) if too_many else None
