"""The usual shapes of a challenge, as the form is filled for whoever begins with one: doors and lengths, no dates."""

from dataclasses import dataclass

from app.foundation.i18n import N_


@dataclass(frozen=True, slots=True)
class Part:
    doors: tuple[str, ...]
    days: int
    counts: str = "shown"


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    note: str
    parts: tuple[Part, ...]

    @property
    def days(self) -> int:
        return sum(part.days for part in self.parts)


_THEME = Part(("propose", "vote"), 14)
_JURY, _RESULT = Part(("jury",), 7), Part(("result",), 3)

SHAPES = {
    "one": Shape(
        N_("一轮投票"),
        N_("边提案边投票，三周结束。第一次办，用它。"),
        (Part(("propose", "improve", "vote"), 21),),
    ),
    "four": Shape(
        N_("四段征集"),
        N_("先提案，再互相改进，然后投票，最后评审打分、公布。想把创意磨细，用它。"),
        (Part(("propose",), 14), Part(("improve",), 7), Part(("vote",), 7, counts="until_voted"), _JURY, _RESULT),
    ),
    "relay": Shape(
        N_("主题接力"),
        N_("几个主题一个接一个，每段都提案加投票，最后一起评审。大题目、长时间，用它。"),
        (_THEME, _THEME, _THEME, _THEME, _JURY, _RESULT),
    ),
    "empty": Shape(N_("自己拼"), N_("从一个空阶段开始，阶段、规则、时间都自己定。"), (Part((), 14),)),
}  # fmt: skip

# What one adds at the desk with one press.
ADDED = {
    "propose": Part(("propose",), 14),
    "improve": Part(("improve",), 7),
    "vote": Part(("vote",), 7),
    "theme": _THEME,
    "jury": _JURY,
    "result": _RESULT,
}
ADDED_WORDS = {
    "propose": N_("提案"), "improve": N_("改进"), "vote": N_("投票"), "theme": N_("主题（提案加投票）"), "jury": N_("评审"),
    "result": N_("公布"),
}  # fmt: skip
