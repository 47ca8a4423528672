"""A refused card's way to pay: the backer, in person, on the provider's page; meanwhile the batch keeps its hands off."""

from typing import Any

from app.foundation.database import row, transaction
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from payments import gateway
from payments.checkout.actions import UNAVAILABLE, page_of
from payments.checkout.completion import NotYetKnown, read_session
from payments.checkout.sessions import RECOVERY, intend_session, live_sessions
from payments.collection.attempting import collect_charge

BUSY = N_("正在和发卡行确认上一次扣款，请过一分钟再来。")
SETTLED = N_("这一单已经付好了，不用再付。")
OVER = N_("付款期限已过，这一单已经作废。")


async def open_recovery(pledge_id: int) -> str:
    """The provider's page for the same amount. While it is open no attempt on the old card begins: never both."""
    try:
        await _clear_the_way(pledge_id)
    except (gateway.ProviderUnavailable, gateway.ProviderBusy, NotYetKnown):
        raise Refusal(UNAVAILABLE) from None
    async with transaction():
        pledge = await row("select * from pledge where id = {} for update", pledge_id)
        assert pledge is not None
        _check(
            await row(
                "select *, window_ends_at + interval '1 day' > app_now() as in_time from charge where pledge = {} for update",
                pledge_id,
            )
        )
        session = await intend_session(pledge, RECOVERY, "payment")
    return await page_of(session)


async def _clear_the_way(pledge_id: int) -> None:
    """An attempt whose answer was lost, or a page that ran out, is decided first."""
    charge = await row("select id, state from charge where pledge = {}", pledge_id)
    if charge and charge["state"] == "confirming":
        await collect_charge(charge["id"])
    for session in await live_sessions(pledge_id):
        if session["state"] == "open" and await _ran_out(session):
            await read_session(session)


async def _ran_out(session: dict[str, Any]) -> bool:
    return await row("select 1 from checkout_session where id = {} and expires_at <= app_now()", session["id"]) is not None


def _check(charge: dict[str, Any] | None) -> None:
    if charge is None or charge["state"] == "succeeded":
        raise Refusal(SETTLED)
    if charge["state"] == "dropped" or not charge["in_time"]:
        raise Refusal(OVER)
    if charge["state"] != "refused":
        raise Refusal(BUSY)
