"""Pure decisions about challenges: whether one is open, in which phase it is, which dates and edits are allowed."""

from datetime import datetime, timedelta

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal

DOORS = ("propose", "improve", "vote", "jury", "result")
WHO = ("everyone", "followers", "verified")
COUNTS = ("shown", "until_voted", "until_end")


def _open(door: str) -> str:
    return (
        "(c.id is null or exists (select 1 from challenge_phase p where p.challenge = c.id and c.published_at is not null"
        f" and p.starts_at <= app_now() and app_now() < p.ends_at and '{door}' = any(p.doors)))"
    )


# The one predicate of each door: whether it is open now. `c` is the challenge; without one the floor is always open.
TAKES_IDEAS, TAKES_IMPROVEMENTS, TAKES_VOTES = _open("propose"), _open("improve"), _open("vote")

ANSWER_DAYS = 30  # after the last phase, unless the brand promises another term
CLOSING_SOON = timedelta(hours=72)
LONGEST = timedelta(days=400)
JUST_PASSED = timedelta(minutes=2)


def phase(opens_at: datetime, deadline: datetime, now: datetime) -> str:
    if now < opens_at:
        return "upcoming"
    if now >= deadline:
        return "ended"
    return "closing" if deadline - now <= CLOSING_SOON else "open"


def check_dates(opens_at: datetime, deadline: datetime, now: datetime) -> None:
    """For a challenge that nobody has answered yet."""
    if deadline <= now:
        raise Refusal(N_("截止时间已经过去了，请选一个以后的时间。"), field="deadline")
    if deadline <= opens_at:
        raise Refusal(N_("截止时间要晚于开始时间。"), field="deadline")
    if deadline - max(opens_at, now) < timedelta(hours=1):
        raise Refusal(N_("征集至少要开放 1 小时。"), field="deadline")
    if deadline - now > LONGEST:
        raise Refusal(N_("征集最长 400 天，请选一个更近的截止时间。"), field="deadline")


def beginning(typed: datetime | None, now: datetime, before: datetime | None = None) -> datetime:
    """When it opens: as typed, else as it was, else now. A minute that just passed counts as now."""
    if typed is None:
        return before or now
    if before is not None and typed == before.replace(second=0, microsecond=0):
        return before
    if typed < now - JUST_PASSED:
        raise Refusal(N_("开始时间已经过去了；想马上开始就留空。"), field="opens_at")
    return max(typed, now)


def check_extension(old: datetime, new: datetime, now: datetime) -> None:
    """Once somebody has answered, the deadline only moves later, and only while it hasn't passed."""
    if now >= old:
        raise Refusal(N_("征集已经截止，不能再改。"))
    if new < old:
        raise Refusal(N_("已经有人参加了，截止时间只能往后延。"), field="deadline")
    if new - now > LONGEST:
        raise Refusal(N_("征集最长 400 天，请选一个更近的截止时间。"), field="deadline")
