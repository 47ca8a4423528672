"""Pure parts of reviewing: reasons that may be given, who may answer, rules of a shortlist, and ideas that look alike."""

from collections.abc import Mapping

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal

REASONS = {
    "won": {"loved": N_("大家喜欢"), "feasible": N_("做得出来"), "fits": N_("正是我们想做的")},
    "declined": {
        "feasibility": N_("目前做不出来"),
        "cost": N_("成本太高"),
        "licence": N_("授权拿不到"),
        "duplicate": N_("已有相近的"),
        "off_topic": N_("不合征集主题"),
        "safety": N_("有安全顾虑"),
        "not_now": N_("现在时机不合适"),
    },
}
OUTCOME_WORDS = {"won": N_("采纳"), "declined": N_("不采纳")}
WAITING = ("published", "in_review")


def reason_word(outcome: str, code: str) -> str:
    return REASONS.get(outcome, {}).get(code, "")


def check_reason(outcome: str, code: str) -> None:
    if code not in REASONS[outcome]:
        raise Refusal(N_("请选一个和结论相配的理由。"), field="reason_code")


def check_reviewer(owner: int | None, desk: int, outcome: str) -> None:
    """A challenge's ideas are answered by its brand. On the open floor any brand may adopt, and none may decline."""
    if owner is not None and owner != desk:
        raise Refusal(N_("这个创意投给了另一家品牌的征集，由他们答复。"))
    if owner is None and outcome == "declined":
        raise Refusal(N_("没有投给征集的创意，不用答复“不采纳”。"), field="outcome")


# How a shortlist may be drawn up: what its number means, and between which bounds it lies.
SHORTLISTS = {
    "top": (N_("票数前几名"), 1, 500),
    "votes": (N_("至少多少票"), 1, 10_000_000),
    "score": (N_("评审均分至少"), 1, 5),
}
MOST_LISTED = 500
ALIKE = 0.45  # of all word pairs of two titles


def check_rule(rule: str, number: float) -> None:
    _, least, most = SHORTLISTS[rule]
    if not least <= number <= most:
        raise Refusal(N_("请填 %(least)s 到 %(most)s 之间的数。"), field="number", least=least, most=most)


def alike(terms: Mapping[int, frozenset[str]]) -> dict[int, int]:
    """For those that may be the same thought twice: the one most like it. Terms are a title's pairs of signs."""
    found: dict[int, int] = {}
    for one, these in terms.items():
        near = [
            (len(these & those) / len(these | those), other) for other, those in terms.items() if other != one and these & those
        ]
        if near and (best := max(near, key=lambda pair: (pair[0], -pair[1])))[0] >= ALIKE:
            found[one] = best[1]
    return found


def reminder(days_left: float) -> str:
    """Which reminder is due so many days before the term's end; "" for none."""
    if days_left <= 0:
        return "overdue"
    return "day" if days_left <= 1 else "week" if days_left <= 7 else ""
