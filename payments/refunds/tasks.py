"""Background work on refunds: asking, reading back, and finding those that were forgotten."""

import logging
from typing import Any

from app.foundation.database import row, rows
from app.foundation.queue import enqueue, task
from app.foundation.sweeps import sweep
from payments import gateway
from payments.refunds.actions import give_back_all, send_refund
from payments.refunds.queries import UNASKED

log = logging.getLogger("zhizao.refunds")


@task("send_refund")
async def send_or_read_refund(payload: dict[str, Any]) -> None:
    try:
        await send_refund(payload["refund"])
    except (gateway.ProviderBusy, gateway.ProviderUnavailable, gateway.NotConfigured) as away:
        log.warning("refund %s is asked again later: %r", payload["refund"], away)


@task("give_back")
async def give_back_cancelled(payload: dict[str, Any]) -> None:
    """A backer cancelled what they had paid."""
    if await row("select id from pledge where id = {} and state = 'cancelled'", payload["pledge"]):
        await give_back_all(payload["pledge"], "backer_cancelled")


@sweep("payments.refunds_1_forgotten")
async def find_forgotten() -> None:
    """Money that nobody has a claim to any more goes back, whatever was lost on the way."""
    found = await rows(
        f"""select distinct p.id, p.state, c.state as campaign_state from payment m join pledge p on p.id = m.pledge
        join campaign c on c.id = p.campaign
        where m.refunded < m.amount
        and (p.state in ('cancelled', 'expired', 'dropped') or (p.state = 'paid' and c.state in ('failed', 'cancelled')))
        and {UNASKED} > 0 order by p.id limit 500"""
    )
    for each in found:
        await give_back_all(each["id"], _reason(each))


def _reason(pledge: dict[str, Any]) -> str:
    if pledge["state"] == "paid":
        return "campaign_failed" if pledge["campaign_state"] == "failed" else "campaign_cancelled"
    return {"cancelled": "backer_cancelled", "expired": "hold_lost", "dropped": "too_late"}[pledge["state"]]


@sweep("payments.refunds_2_unfinished")
async def ask_again() -> None:
    """Intended ones soon and ever more rarely, pending ones every ten minutes."""
    found = await rows(
        """select id from refund where state in ('intended', 'pending')
        and (tried_at is null or tried_at < app_now() - case state when 'pending' then interval '10 minutes'
             else least(tries * tries, 360) * interval '1 minute' end) order by id limit 500"""
    )
    for each in found:
        await enqueue("send_refund", {"refund": each["id"]}, once_key=f"send_refund:{each['id']}")
