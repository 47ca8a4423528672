"""Pure decisions about updates: for whom, when one is due, what may still be done with one."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from campaigns.pledging.rules import COUNTED
from campaigns.rules import PUBLIC

AUDIENCES = ("public", "followers", "backers", "tier")
RHYTHMS = (7, 14, 30)
MOST_PICTURES = 8
MOST_VERSIONS = 50
LONGEST = 20_000
REMINDED_BEFORE = timedelta(days=2)
# A promised rhythm holds from the launch until every perk is in hand, or the campaign ends without any.
RHYTHMIC = ("live", "suspended", "succeeded", "collecting", "fulfilling")

# Whether a pledge p of campaign c makes its backer one of those who are told, in SQL. Where a campaign came to nothing, whoever
# had stayed to its end: what goes back to somebody who had left before doesn't.
BACKS = f"""(p.state in ({", ".join(repr(state) for state in (*COUNTED, "disputed"))})
  or (c.state in ('failed', 'cancelled') and p.state in ('released', 'refunded') and not exists (
    select from pledge_event e where e.subject = p.id and e.state in ('cancelled', 'expired'))))"""
IN_TIER = "(p.tier = u.tier or exists (select from pledge_line l where l.pledge = p.id and l.tier = u.tier))"
STANDS = "u.published_at is not null and u.withdrawn_at is null"


def reads(member: int, *, is_staff: bool = False) -> str:
    """SQL over update u and campaign c: whether this member (0: nobody known) is of its audience, of the team or staff."""
    if is_staff:
        return "true"
    if not member:
        return "u.audience = 'public'"
    return reads_as(str(int(member)))


def reads_as(me: str) -> str:
    """The same for whomever a column of the query names."""
    return f"""(u.audience = 'public'
      or exists (select from brand_member t where t.brand = c.brand and t.member = {me})
      or (u.audience = 'followers' and (
        exists (select from follow f where f.kind = 'campaign' and f.subject = c.id and f.member = {me})
        or exists (select from reservation r where r.campaign = c.id and r.member = {me})))
      or exists (select from pledge p where p.campaign = c.id and p.backer = {me} and {BACKS}
        and (u.audience <> 'tier' or {IN_TIER})))"""


def due_at(campaign: Mapping[str, Any]) -> datetime | None:
    """By when the promised rhythm wants the next update; None without a promise, before the launch and after the end."""
    if campaign["update_days"] is None or campaign["launched_at"] is None or campaign["state"] not in RHYTHMIC:
        return None
    last: datetime = max(campaign["last_update_at"] or campaign["launched_at"], campaign["launched_at"])
    return last + timedelta(days=campaign["update_days"])


def days_overdue(campaign: Mapping[str, Any]) -> int:
    """Begun days; 0 while nothing is owed."""
    due = due_at(campaign)
    return 0 if due is None or campaign["now"] < due else int((campaign["now"] - due) / timedelta(days=1)) + 1


def check_may_publish(state: str) -> None:
    if state not in PUBLIC:
        raise Refusal(N_("众筹公开以后才能发动态，草稿先留着。"))


def check_complete(title: str, body: str, audience: str, tier: object) -> None:
    if not title:
        raise Refusal(N_("还没有标题。"), field="title")
    if not body:
        raise Refusal(N_("还没有正文。"), field="body")
    if audience == "tier" and not tier:
        raise Refusal(N_("请选给哪个档位看。"), field="tier")


def check_revision(now: int, based_on: int | None) -> None:
    if based_on is not None and based_on != now:
        raise Refusal(N_("另一个页面存过更新的版本。这里写的还在：先在新窗口打开看看，再决定留哪一份。"))


def check_may_reword(*, withdrawn: bool, visibility: str, versions: int) -> None:
    if withdrawn:
        raise Refusal(N_("这条动态已经撤下，不能再改。"))
    if visibility == "hidden":
        raise Refusal(N_("这条动态被平台隐藏了，不能再改；觉得不对可以申诉。"))
    if versions >= MOST_VERSIONS:
        raise Refusal(N_("这条动态改过 %(n)s 次了，有新的事就再发一条。"), n=MOST_VERSIONS)


def check_rhythm(days: int | None, state: str, old: int | None) -> None:
    """Promised before anybody backs; afterwards it may only come more often."""
    if days is not None and days not in RHYTHMS:
        raise Refusal(N_("请从列出的选项里选一个。"), field="update_days")
    if state in PUBLIC and state != "prelaunch" and (days is None or (old is not None and days > old)):
        raise Refusal(N_("上线以后只能改得更勤，不能放宽：这是对支持者的承诺。"), field="update_days")
