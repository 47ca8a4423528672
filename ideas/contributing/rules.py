"""Pure decisions about improvements: the lifecycle, who may offer one, and when."""

from app.foundation.i18n import N_
from app.foundation.lifecycle import Lifecycle
from app.foundation.refusals import Refusal
from ideas.rules import VOTABLE

IMPROVEMENT = Lifecycle(
    "improvement",
    {"offered": ("accepted", "declined", "withdrawn"), "accepted": (), "declined": (), "withdrawn": ()},
)

# The author stands in the idea itself; all others in the table. The first that fits is what a person is shown as.
KEPT_ROLES = ("co_author", "improver", "remixed", "merged")
ROLES = ("author", *KEPT_ROLES)

MOST_OPEN = 5  # of one member on one idea, waiting for an answer

FROZEN = N_("这个创意已经有结论了，不再收改进。")


def check_offer(*, is_own: bool, state: str, is_open: bool, waiting: int) -> None:
    if is_own:
        raise Refusal(N_("自己的创意直接改就行，不用给自己提。"), field="text")
    if state not in VOTABLE:
        raise Refusal(FROZEN, field="text")
    if not is_open:
        raise Refusal(N_("这个征集现在的阶段不收改进，你写的先留着。"), field="text")
    if waiting >= MOST_OPEN:
        raise Refusal(N_("你提的 %(most)s 条还没答复，等作者看完再提。"), field="text", most=MOST_OPEN)


def check_passage(*, is_there: bool, passage: str, wording: str) -> None:
    if not is_there:
        raise Refusal(N_("作者刚改过这一段，原来的话不在了。回创意页重新选一段，你写的还在这里。"), field="wording")
    if passage.strip() == wording.strip():
        raise Refusal(N_("和原来一样，改几个字再提。"), field="wording")


def check_accept(idea_state: str) -> None:
    """Who is credited is settled with the verdict."""
    if idea_state not in ("draft", *VOTABLE):
        raise Refusal(N_("创意已经有结论了，不能再采纳改进；可以不采纳，写一句原因。"))
