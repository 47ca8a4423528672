"""Pure: whether a pledge can still be paid for, with the sentence that says why not."""

from app.foundation.i18n import N_
from app.foundation.refusals import Refusal

SENTENCES = {
    "started": N_("付款时间到了，正在确认你有没有付成，请过一会儿再看。"),
    "expiring": N_("付款时间到了，正在确认你有没有付成，请过一会儿再看。"),
    "expired": N_("付款时间到了，名额已经让出。想要的话请重新支持一次。"),
    "cancelled": N_("这一单已经取消了。"),
}
# To whoever paid, or came too late to pay, for somebody else.
FRIENDS = {
    "cancelled": N_("这一单取消了；付过的会原路退回。"),
    "refunded": N_("这一单的钱已经原路退回给付款的人。"),
    "disputed": N_("这笔付款有争议，银行正在处理。"),
}
DONE = N_("这一单已经办好了，不用再付。")


def state_sentence(state: str) -> str:
    return SENTENCES.get(state, DONE)


def friends_sentence(state: str) -> str:
    return FRIENDS.get(state) or state_sentence(state)


def check_may_pay(state: str, in_time: bool) -> None:
    if state != "started" or not in_time:
        raise Refusal(state_sentence(state))
