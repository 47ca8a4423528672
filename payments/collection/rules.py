"""Pure decisions about charges: when a refused card is tried again, when it is given up, and what to say."""

from datetime import datetime, timedelta

from app.foundation.i18n import N_

# After the decision: the first attempt at once, then these; the window that people are told ends with the last.
RETRIES = (timedelta(days=1), timedelta(days=3), timedelta(days=7))
MOST_AUTOMATIC = 1 + len(RETRIES)
WINDOW = timedelta(days=7)
LEAST_PAUSE = timedelta(hours=12)
REMIND_EVERY = timedelta(hours=48)

CONFIRMS_A_SECOND = 20
BUSY_IN_A_ROW, PAUSE = 3, timedelta(seconds=30)

SENTENCES = {
    "insufficient_funds": N_("发卡行说余额不足。"),
    "authentication_required": N_("发卡行要求你本人验证一次。"),
    "expired_card": N_("卡已过期。"),
    "lost_card": N_("发卡行说这张卡不能再用。"),
    "stolen_card": N_("发卡行说这张卡不能再用。"),
}
REFUSED = N_("发卡行拒绝了这笔扣款。")


def sentence_of(code: str) -> str:
    return SENTENCES.get(code, REFUSED)


def next_try(decided_at: datetime, attempts: int, may_retry: bool, now: datetime) -> datetime | None:
    """When to try by ourselves after so many attempts; None: only the backer can help."""
    if not may_retry or attempts >= MOST_AUTOMATIC:
        return None
    return max(decided_at + RETRIES[attempts - 1], now + LEAST_PAUSE) if attempts else now


def pause_after(busy_in_a_row: int) -> timedelta:
    """Longer with each refusal for haste beyond the third."""
    return PAUSE * (busy_in_a_row - BUSY_IN_A_ROW + 1) if busy_in_a_row >= BUSY_IN_A_ROW else timedelta()
