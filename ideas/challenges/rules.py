"""Pure decisions about challenges: which doors are open, and how one stands in a word. Phases' own rules: phasing.py."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.foundation.i18n import N_

DOORS = ("propose", "improve", "vote", "jury", "result")
WHO = ("everyone", "followers", "verified")
COUNTS = ("shown", "until_voted", "until_end")


# Whether everybody may see it. `c` is the challenge.
IS_PUBLIC = "(c.visibility = 'visible' and c.published_at is not null)"


def _open(door: str) -> str:
    return (
        "(c.id is null or exists (select 1 from challenge_phase p where p.challenge = c.id and c.published_at is not null"
        f" and p.starts_at <= app_now() and app_now() < p.ends_at and '{door}' = any(p.doors)))"
    )


# The one predicate of each door: whether it is open now. `c` is the challenge; without one the floor is always open.
TAKES_IDEAS, TAKES_IMPROVEMENTS, TAKES_VOTES = _open("propose"), _open("improve"), _open("vote")

ANSWER_DAYS = 30  # after the last phase, unless the brand promises another term
CLOSING_SOON = timedelta(hours=72)


def phase(opens_at: datetime, deadline: datetime, now: datetime) -> str:
    if now < opens_at:
        return "upcoming"
    if now >= deadline:
        return "ended"
    return "closing" if deadline - now <= CLOSING_SOON else "open"


def standing(phase: str, doors: Sequence[str], is_begun: bool) -> tuple[str, str]:
    """A challenge in a word and its tone; `doors` are those of the phase that is on or comes next."""
    if phase == "upcoming":
        return N_("即将开始"), "quiet"
    if phase == "ended":
        after = "jury" in doors, "result" in doors
        return (N_("评审中"), "idea") if after[0] else (N_("公布结果"), "idea") if after[1] else (N_("已截止"), "")
    if not is_begun:
        return N_("下一阶段将开始"), "quiet"
    word = N_("征集中") if "propose" in doors else N_("改进中") if "improve" in doors else N_("投票中")
    if "propose" not in doors and "vote" in doors:
        word = N_("投票中")
    return (N_("快截止了"), "warn") if phase == "closing" else (word, "idea")
