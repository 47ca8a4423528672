"""Pure parts of judging: the criteria one begins with, a juror's mean by their weights, and how far a jury lies apart."""

from collections.abc import Iterable, Mapping
from math import sqrt

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal

LEAST, MOST = 1, 5  # points
MOST_WEIGHT = 9
MOST_CRITERIA = 6
MOST_JURORS = 30
INVITATION_DAYS = 14
DEFAULTS = (
    (N_("大家想要"), N_("有多少人会真的掏钱买"), 2),
    (N_("做得出来"), N_("工艺、成本、安全、时间"), 2),
    (N_("贴合主题"), N_("是不是这次征集要的东西"), 1),
)

# Whether jurors may score now. `c` is the challenge: its jury phases, or without any from the first day until answers are due.
JURY_OPEN = """(c.published_at is not null and case
  when exists (select 1 from challenge_phase p where p.challenge = c.id and 'jury' = any(p.doors))
  then exists (select 1 from challenge_phase p where p.challenge = c.id and 'jury' = any(p.doors)
    and p.starts_at <= app_now() and app_now() < p.ends_at)
  else c.opens_at <= app_now() and coalesce(c.answer_due_at > app_now(), false) end)"""


def weighted(points: Mapping[int, int], weights: Mapping[int, int]) -> float:
    """One juror's mean for an idea, from 1 to 5; both by criterion."""
    return sum(points[one] * weights[one] for one in weights) / sum(weights.values())


def spread(totals: Iterable[float]) -> tuple[float, float]:
    """The jury's mean and its standard deviation (of this jury, not of jurors in general)."""
    each = list(totals)
    mean = sum(each) / len(each)
    return mean, sqrt(sum((one - mean) ** 2 for one in each) / len(each))


def check_criteria(words: list[str], is_scored: bool) -> None:
    if is_scored:
        raise Refusal(N_("已经有人打过分了，标准和权重不能再改，不然前后的分不能比。"))
    if not words:
        raise Refusal(N_("至少留一条标准。"), field="word")
    if len(set(words)) < len(words):
        raise Refusal(N_("有两条标准同名，请改一条。"), field="word")


def check_juror(*, is_open: bool, is_own: bool, is_listed: bool) -> None:
    """Refuses with the one sentence that says why this juror can't score this idea now."""
    if is_own:
        raise Refusal(N_("这个创意有你的一份，请让别的评审来打分。"))
    if not is_listed:
        raise Refusal(N_("这个创意已经有结论，或者不在评审里了。"))
    if not is_open:
        raise Refusal(N_("现在不是评审时间，打过的分也不能再改。"))
