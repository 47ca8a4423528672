"""Pure parts of a verdict: the reasons that may be given, and which steps a desk may take with an idea."""

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
