"""Pure decisions about polls: what a question needs, whether one may still answer, who sees the counts."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal

LEAST_OPTIONS, MOST_OPTIONS = 2, 8
SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=60)


def check_poll(question: str, titles: Sequence[str], ends_at: datetime | None, now: datetime) -> None:
    """Before it is published. Without a question there is no poll."""
    if not question:
        if titles:
            raise Refusal(N_("写了选项，还没有问题。"), field="question")
        return
    if len(titles) < LEAST_OPTIONS:
        raise Refusal(N_("至少给两个选项。"), field="option")
    if len(titles) > MOST_OPTIONS:
        raise Refusal(N_("最多 %(most)s 个选项。"), field="option", most=MOST_OPTIONS)
    if len({title.casefold() for title in titles}) < len(titles):
        raise Refusal(N_("有两个选项一样，请改一个。"), field="option")
    if ends_at is None or not SHORTEST <= ends_at - now <= LONGEST:
        raise Refusal(N_("截止时间要在 1 小时到 60 天之后。"), field="ends_at")


def is_open(ends_at: datetime, now: datetime, campaign_state: str) -> bool:
    return now < ends_at and campaign_state != "completed"


def check_open(*, is_open: bool) -> None:
    if not is_open:
        raise Refusal(N_("这一问已经截止，结果在这里。"))


def shows_counts(*, answered: bool, is_open: bool, on_team: bool) -> bool:
    """Nobody is led by what others chose."""
    return answered or on_team or not is_open
