"""Sending a backer to the provider's page, and closing that page when the hold is over."""

import logging
from typing import Any

from app.accounts.limits import A_WHILE, limit
from app.foundation.database import execute, row, transaction, value
from app.foundation.i18n import N_
from app.foundation.queue import enqueue
from app.foundation.refusals import Refusal
from campaigns.pledging.actions import begin_expiring, change_method, expire_pledge
from campaigns.pledging.rules import SAVED
from payments import gateway
from payments.checkout.completion import NotYetKnown, close_session
from payments.checkout.rules import check_may_pay
from payments.checkout.sessions import BACKER, intend_session, live_sessions, open_session

log = logging.getLogger("zhizao.checkout")

UNAVAILABLE = N_("支付服务这会儿没有应答，名额替你留着，请过一会儿再点一次。")
REFUSED = N_("支付服务拒绝了这笔付款，请换一种支付方式重新下单，或联系我们。")
SOMEBODY_ELSE = N_("另一个人正在为这一单付款，请过一分钟再看。")
CLOSED = N_("这里还没有开通付款，请联系网站运营者。")


async def open_checkout(pledge_id: int, payer: str = BACKER) -> str:
    """The address of the provider's page; the intention is committed before the provider is asked.

    One page at a time, so that nobody pays twice: the backer's own is closed before a friend's is opened, and conversely.
    """
    await limit("checkout", f"{pledge_id} {payer}", most=40, within=A_WHILE)  # a friend's clicks use up nobody else's
    await close_pages(pledge_id, "promise", but_of=payer)
    async with transaction():
        pledge = await row("select *, hold_ends_at > app_now() as in_time from pledge where id = {} for update", pledge_id)
        assert pledge is not None
        check_may_pay(pledge["state"], pledge["in_time"])
        session = await intend_session(pledge, "promise", "setup" if pledge["charge_plan"] == SAVED else "payment", payer)
        if session["payer"] != payer:
            raise Refusal(SOMEBODY_ELSE)
        rest = pledge["hold_ends_at"] - await value("select app_now()")
        await enqueue("close_checkout", {"pledge": pledge_id}, delay=rest, once_key=f"close_checkout:{pledge_id}")
    return await page_of(session)


async def choose_method(pledge_id: int, code: str) -> None:
    """Another way to pay for the same place: the provider's page of the old one is closed first."""
    await limit("checkout", f"{pledge_id} {BACKER}", most=40, within=A_WHILE)
    await close_pages(pledge_id, "promise")
    async with transaction():
        await execute("select from pledge where id = {} for update", pledge_id)
        if any(session["purpose"] == "promise" for session in await live_sessions(pledge_id)):
            raise Refusal(SOMEBODY_ELSE)
        await change_method(pledge_id, code)


async def close_pages(pledge_id: int, purpose: str, but_of: str = "", but_for: int | None = None) -> None:
    """But those of a payer, or for a change. Whoever is paying on one just now is not interrupted: the provider doesn't
    close such a page, and we wait.
    """
    try:
        for session in await live_sessions(pledge_id):
            is_spared = session["payer"] == but_of or (but_for is not None and session["change"] == but_for)
            if session["purpose"] == purpose and not is_spared:
                await close_session(session)
    except (gateway.ProviderUnavailable, gateway.ProviderBusy):
        raise Refusal(UNAVAILABLE) from None
    except (gateway.ProviderRefused, NotYetKnown):
        raise Refusal(SOMEBODY_ELSE) from None
    except gateway.NotConfigured:
        raise Refusal(CLOSED) from None


async def page_of(session: dict[str, Any], over: str = N_("付款时间到了，名额已经让出。")) -> str:
    """Open the intended page; what goes wrong becomes a sentence for the backer."""
    try:
        session = await open_session(session)
    except (gateway.ProviderUnavailable, gateway.ProviderBusy):
        raise Refusal(UNAVAILABLE) from None
    except gateway.NotConfigured:
        raise Refusal(CLOSED) from None
    except gateway.ProviderRefused as no:
        log.error("the provider refuses the page of session %s: %s", session["public_id"], no)
        raise Refusal(REFUSED) from None
    if session["state"] != "open":
        raise Refusal(over)
    return session["url"]


async def close_checkout(pledge_id: int) -> None:
    """At the hold's end, or when the backer left: the page is closed first, then the place is free.

    Whatever is not known raises: the place stays taken until the provider has said it.
    """
    pledge = await row("select state, hold_ends_at <= app_now() as is_over from pledge where id = {}", pledge_id)
    if pledge is None or (pledge["state"] == "started" and not pledge["is_over"]):
        return
    if pledge["state"] == "started":
        await begin_expiring(pledge_id)
    for session in await live_sessions(pledge_id):
        if session["purpose"] == "promise":
            await close_session(session)
    await expire_pledge(pledge_id)
