"""The signs of a case as sentences with their figures, and its timeline as a drawing of bars."""

from typing import Any

from app.foundation.i18n import N_, translate
from app.web.formats import number

SENTENCES = {
    "rhythm": N_("%(n)s 票的间隔几乎一样：平均 %(seconds)s 秒，上下只差 %(percent)s%%；真人各投各的，会差 80%% 以上"),
    "domain": N_("%(n)s 个账号的邮箱都在 %(domain)s，在这之前全站只有 %(before)s 个账号用它"),
    "alike": N_("%(of)s 个账号里有 %(n)s 个的邮箱除了数字都一样：%(stem)s…"),
    "fresh": N_("%(of)s 票里有 %(n)s 票来自注册不到 %(hours)s 小时的账号"),
    "single": N_("%(of)s 票里有 %(n)s 票来自只投过这一个创意的账号"),
    "burst": N_("%(hours)s 小时里来了 %(n)s 票，平时每小时 %(usual)s 票"),
}
# Any crowd that comes by one link shows these: alone they hold nothing.
OF_ANY_CROWD = frozenset({"fresh", "single", "burst"})


def sentence(sign: dict[str, Any]) -> str:
    figures = {name: _written(one) for name, one in sign.items() if name != "name"}
    return translate(SENTENCES[sign["name"]], **figures)


def _written(figure: Any) -> str:
    return number(figure) if isinstance(figure, int) else f"{figure:g}" if isinstance(figure, float) else str(figure)


def sentences(signs: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """By cluster."""
    return [[{"text": sentence(sign), "is_telling": sign["name"] not in OF_ANY_CROWD} for sign in one] for one in signs]


def summary(signs: list[list[dict[str, Any]]]) -> list[str]:
    """What tells, in the fewest words, for a list."""
    words = {"rhythm": N_("节奏像机器"), "domain": N_("冷门邮箱扎堆"), "alike": N_("邮箱只差数字")}
    names = dict.fromkeys(sign["name"] for one in signs for sign in one if sign["name"] in words)
    return [translate(words[name]) for name in names]


def bars(timeline: list[dict[str, Any]], width: int = 480, height: int = 96) -> dict[str, Any]:
    """Places for an SVG: the case's votes stand on the others."""
    most = max((one["suspect"] + one["others"] for one in timeline), default=0) or 1
    step = width / max(len(timeline), 1)
    drawn = []
    for n, one in enumerate(timeline):
        others, suspect = one["others"] * height / most, one["suspect"] * height / most
        drawn.append(
            {
                "x": round(n * step, 1), "width": round(step - 1.5, 1), "others": round(others, 1), "suspect": round(suspect, 1),
                "others_y": round(height - others, 1), "suspect_y": round(height - others - suspect, 1),
            }
        )  # fmt: skip
    return {"bars": drawn, "width": width, "height": height, "most": most}
