"""Pure decisions about talk: what may be written, changed and reacted to, which comment is best, whom an @ calls, paging keys."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from app.foundation.text import fold

LONGEST = 2000
PAGE, BELOW = 20, 8  # comments of a thread's page, and below its subject
REPLIES, REPLY_PAGE = 3, 50  # replies shown below a comment, and of a conversation's page
MOST_MENTIONS = 5
MOST_VERSIONS = 20

# The word and the icon of each; all but doubt speak for a comment.
REACTIONS = {
    "agree": (N_("赞同"), "check"),
    "useful": (N_("有用"), "lightbulb"),
    "want": (N_("想要"), "heart"),
    "doubt": (N_("有疑问"), "circle-help"),
}
ORDERS = {"best": N_("最好"), "newest": N_("最新")}

# Whether others see a comment; in SQL over `c`. A comment that isn't seen holds its place while replies stand below it.
SEEN = "(c.visibility = 'visible' and c.withdrawn_at is null)"
LISTED = f"c.parent is null and c.number is not null and ({SEEN} or c.replies > 0)"

# How well a comment is liked: the lower bound of Wilson's score interval (E. B. Wilson, “Probable inference, the law of
# succession, and statistical inference”, JASA 22, 1927) at 95 %, as Evan Miller's “How Not To Sort By Average Rating” (2009)
# proposes it and Reddit sorts comments by it: of those who reacted, at least which share would speak for it, were many
# more asked. `fans` are members who reacted in any way but doubt; ten of ten stand above one of one, eight of ten below.
_Z = 1.96
WILSON = """(case when c.fans + c.doubt = 0 then 0 else greatest(0,
  ((c.fans + 1.9208) / (c.fans + c.doubt) - 1.96 * sqrt((c.fans * c.doubt)::float8 / (c.fans + c.doubt) + 0.9604)
   / (c.fans + c.doubt)) / (1 + 3.8416 / (c.fans + c.doubt))) end)::float8"""


def wilson(fans: int, doubters: int) -> float:
    """As WILSON says it in SQL."""
    n = fans + doubters
    if not n:
        return 0.0
    centre = (fans + _Z * _Z / 2) / n
    margin = _Z * math.sqrt(fans * doubters / n + _Z * _Z / 4) / n
    return max(0.0, (centre - margin) / (1 + _Z * _Z / n))


def check_answerable(answered: Mapping[str, object], root: Mapping[str, object]) -> None:
    """`answered` is what one answers, `root` what that stands below (or itself)."""
    if answered["withdrawn_at"] is not None:
        raise Refusal(N_("这条留言被作者撤回了，不能再回复。"), field="text")
    if answered["visibility"] == "pending":
        raise Refusal(N_("这条留言还在等审核，公开以后才能回复。"), field="text")
    if answered["visibility"] != "visible":
        raise Refusal(N_("这条留言被隐藏了，不能再回复。"), field="text")
    if root["withdrawn_at"] is not None or root["visibility"] != "visible":
        raise Refusal(N_("这段对话开头的留言不在了，不能再回复。"), field="text")


def check_editable(*, withdrawn: bool, hidden: bool, answered: bool, versions: int) -> None:
    if withdrawn:
        raise Refusal(N_("这条留言你已经撤回了，不能再改。"), field="text")
    if hidden:
        raise Refusal(N_("这条留言被平台隐藏了，不能再改；觉得不对可以申诉。"), field="text")
    if answered:
        raise Refusal(N_("已经有人回复了这条留言，不能再改；要补充就再留一条。"), field="text")
    if versions >= MOST_VERSIONS:
        raise Refusal(N_("这条留言改过 %(n)s 次了，不能再改。"), field="text", n=MOST_VERSIONS)


def check_reaction(kind: str, *, is_own: bool, is_seen: bool) -> None:
    if kind not in REACTIONS:
        raise Refusal(N_("没有这种回应。"))
    if is_own:
        raise Refusal(N_("不能给自己的留言点回应。"))
    if not is_seen:
        raise Refusal(N_("这条留言已经不在了，不能再点回应。"))


def check_pin(*, may: bool, is_seen: bool, is_reply: bool) -> None:
    if not may:
        raise Refusal(N_("只有作者和品牌团队能置顶留言。"))
    if not is_seen:
        raise Refusal(N_("这条留言不在了，不能置顶。"))
    if is_reply:
        raise Refusal(N_("回复不能单独置顶，请置顶它上面的留言。"))


def tidy(text: str) -> str:
    """A comment keeps one empty line in a row: nobody pushes the others off the page."""
    return re.sub(r"\n[ \n]*\n", "\n\n", text).strip()


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody who may be called by name: a member, or a brand with its team."""

    name: str
    members: tuple[int, ...]
    is_brand: bool = False


def calls(text: str) -> list[str]:
    """What stands after each @, as far as a name may reach; at most 20 of them."""
    return [text[at.end() : at.end() + 60].split("\n")[0] for at in re.finditer("[@＠]", text) if at.end() < len(text)][:20]


def mentions(text: str, known: Iterable[Called]) -> dict[str, Called]:
    """Whom the text calls, by the name as it was typed: the longest name that fits; at most MOST_MENTIONS."""
    found: dict[str, Called] = {}
    by_length = sorted((one for one in known if one.name), key=lambda one: -len(one.name))
    for rest in calls(text):
        for one in by_length:
            typed = rest[: len(one.name)]
            if fold(typed) == fold(one.name):
                found.setdefault(typed, one)
                break
    return dict(list(found.items())[:MOST_MENTIONS])


@dataclass(frozen=True, slots=True)
class Key:
    """Where a page begins: after this comment, or (`is_before`) so that it ends before it."""

    number: int
    best: float = 0.0
    is_before: bool = False


def written_key(order: str, number: int, best: float) -> str:
    return f"{best!r}~{number}" if order == "best" else str(number)


def read_key(order: str, after: str, before: str) -> Key | None:
    """None for what is no key of ours: such an address shows the first page."""
    best, mark, number = (before or after)[:40].rpartition("~")
    if bool(best and mark) != (order == "best") or not number.isascii() or not number.isdecimal() or len(number) > 9:
        return None
    try:
        value = float(best or 0)
    except ValueError:
        return None
    return Key(int(number), value, is_before=bool(before)) if 0 <= value <= 1 else None
