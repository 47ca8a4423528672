"""Kinds of reports, what they weigh, and what each must say."""

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal

KINDS = ("copied", "fraud", "illegal", "sexual", "abuse", "personal", "spam", "other")
KIND_WORDS = {
    "copied": N_("抄袭设计"),
    "fraud": N_("欺诈或虚假信息"),
    "illegal": N_("违法内容"),
    "sexual": N_("色情低俗"),
    "abuse": N_("辱骂攻击"),
    "personal": N_("泄露个人信息"),
    "spam": N_("广告或垃圾信息"),
    "other": N_("其他问题"),
}
WEIGHTS = {
    "illegal": 5.0, "sexual": 4.0, "personal": 4.0, "fraud": 4.0, "copied": 3.0, "abuse": 2.0, "other": 1.0, "spam": 1.0,
}  # fmt: skip
# Anybody can invent an address, and an account within a minute.
SIGNED_OUT = 0.25
NEW_MEMBER = 0.25


def weight(kind: str, *, is_member: bool, is_new_member: bool, dismissed_before: int) -> float:
    """What staff has already looked at and left standing weighs half each time it is reported again."""
    trust = (NEW_MEMBER if is_new_member else 1.0) if is_member else SIGNED_OUT
    return WEIGHTS[kind] * trust / 2 ** min(dismissed_before, 10)


def check_says_enough(kind: str, *, is_claimant: bool, owner: str, original_url: str, contact: str, details: str) -> None:
    """A claim to a design says whose it is, where it can be seen and how its owner is reached."""
    if kind == "copied" and is_claimant:
        for field, said in (("owner", owner), ("contact", contact)):
            if not said:
                raise Refusal(N_("主张权利需要填写这一项，平台才能核实。"), field=field)
    if kind == "copied" and not (original_url or details):
        raise Refusal(N_("请给出原作的链接，或者说明在哪里能看到原作。"), field="original_url")
    if kind == "other" and not details:
        raise Refusal(N_("请说一下是什么问题。"), field="details")
