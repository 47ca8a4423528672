"""Pure decisions about co-authors: how many, who may become one, until when."""

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from ideas.rules import EDITABLE, VOTABLE

MOST_CO_AUTHORS = 5
MOST_LINKS = 5  # alive at a time
UNSETTLED = ("draft", *VOTABLE)  # until the verdict: from then on an agreement may rest on who they are

FULL = N_("共同作者最多 %(most)s 位，已经满了。")
SETTLED = N_("创意已经有结论，署名定下来了，不能再变。")


def check_may_invite(state: str, co_authors: int, links: int) -> None:
    if state not in EDITABLE:
        raise Refusal(N_("创意已经进入评审或有了结论，不能再请共同作者。"))
    if co_authors >= MOST_CO_AUTHORS:
        raise Refusal(FULL, most=MOST_CO_AUTHORS)
    if links >= MOST_LINKS:
        raise Refusal(N_("没用过的邀请链接最多 %(most)s 个，先作废一个。"), most=MOST_LINKS)


def check_may_join(*, state: str, is_author: bool, co_authors: int) -> None:
    if is_author:
        raise Refusal(N_("这是你发起的创意，不用邀请自己。把链接发给想一起写的人。"))
    if state not in EDITABLE:
        raise Refusal(N_("这个创意已经进入评审或有了结论，不能再加入共同作者。"))
    if co_authors >= MOST_CO_AUTHORS:
        raise Refusal(FULL, most=MOST_CO_AUTHORS)


def check_unsettled(state: str) -> None:
    if state not in UNSETTLED:
        raise Refusal(SETTLED)
