"""Pure sentences about refunds: why money goes back."""

from app.foundation.i18n import N_

REASONS = {
    "campaign_failed": N_("众筹没有达标，你付的钱全额退回。"),
    "campaign_cancelled": N_("众筹取消了，你付的钱全额退回。"),
    "hold_lost": N_("付款到达时名额已经让出，这笔钱全额退回。"),
    "backer_cancelled": N_("你取消了这一单，这笔钱全额退回。"),
    "too_late": N_("付款到达时这一单已经作废，这笔钱全额退回。"),
    "paid_twice": N_("这一单收到了两笔付款，多出的一笔全额退回。"),
    "change_cheaper": N_("你把这一单改便宜了，多付的差价退回。"),
    "change_replaced": N_("你改了这一单并付了新的全款，原来付的退回。"),
    "change_lost": N_("补差价的钱到的时候，这次修改已经不能生效了，这笔钱全额退回。"),
}
OTHER = N_("这笔钱已退回。")


def why(reason: str) -> str:
    return REASONS.get(reason, OTHER)
