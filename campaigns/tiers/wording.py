"""Kinds of perks, audiences and moments of a tier in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.foundation.i18n import N_, translate
from app.web.formats import moment

KINDS = {"physical": N_("实物"), "digital": N_("数字"), "experience": N_("体验"), "credit": N_("鸣谢")}

AUDIENCE_WORDS = {
    "everyone": N_("所有人"),
    "supporters": N_("创意的作者、共创者和投过票的人"),
    "backers": N_("支持过我们的人"),
    "list": N_("名单上的人"),
}


def phase_words(phase: str, tier: Mapping[str, Any]) -> str:
    """Empty where it is simply to be had."""
    if phase == "ended":
        return translate(N_("已结束"))
    if phase == "ahead":
        return translate(N_("%(when)s 开始"), when=moment(tier["opens_at"]))
    return translate(N_("已满")) if phase == "gone" else ""


def audience_line(tier: Mapping[str, Any]) -> str:
    """For whom it is, on its ticket; empty where it is for everybody."""
    if tier["only_for"] == "supporters":
        return translate(N_("只给创意的作者、共创者和投过票的人"))
    if tier["only_for"] == "backers":
        return translate(N_("只给支持过这个品牌 %(n)s 次以上的人"), n=tier["least_backed"])
    return translate(N_("只给名单上的人")) if tier["only_for"] == "list" else ""


def contents_lines(items: Sequence[Mapping[str, Any]]) -> list[str]:
    """台灯 × 2；颜色有 3 种可选."""
    return [_contents_line(item) for item in items]


def _contents_line(item: Mapping[str, Any]) -> str:
    line = item["title"] if item["quantity"] == 1 else f"{item['title']} × {item['quantity']}"
    if len(item["variants"]) < 2:
        return line
    return translate(
        N_("%(what)s（%(choice)s：%(names)s）"), what=line, choice=item["choice"],
        names=translate(N_("、")).join(item["variants"][:6]) + ("…" if len(item["variants"]) > 6 else ""),
    )  # fmt: skip
