"""Background work of collecting: settling campaigns, charging, reminding, giving up; and finding what was left over."""

import logging
from typing import Any

from app.foundation.database import row, rows, transaction
from app.foundation.queue import enqueue, task
from app.foundation.sweeps import sweep
from payments import gateway
from payments.checkout.completion import NotYetKnown
from payments.collection.actions import give_up, settle_campaign
from payments.collection.attempting import read_intent
from payments.collection.batch import collect_due
from payments.collection.rules import REMIND_EVERY
from payments.collection.telling import tell_refused
from payments.ledger.receipts import record_fee

log = logging.getLogger("zhizao.collection")
AWAY = (gateway.ProviderBusy, gateway.ProviderUnavailable, gateway.NotConfigured, NotYetKnown)


@task("settle_campaign")
async def settle(payload: dict[str, Any]) -> None:
    await settle_campaign(payload["campaign"])


@task("collect_charges")
async def collect(payload: dict[str, Any]) -> None:
    await collect_due()


@task("cancel_charge")
async def cancel(payload: dict[str, Any]) -> None:
    """A refused card's charge that was paid another way; should it have been paid all the same, that goes back."""
    try:
        if await gateway.cancel_charge(payload["intent"]) == "already_succeeded":
            await read_intent(payload["intent"])
    except AWAY as away:
        log.warning("charge %s is not cancelled: %r", payload["intent"], away)  # it is never confirmed again anyway


@sweep("payments.collection_1_unsettled")
async def settle_left_over() -> None:
    found = await rows(
        """select distinct c.id from campaign c join pledge p on p.campaign = c.id
        where (c.state in ('succeeded', 'collecting', 'fulfilling') and p.state = 'paid')
        or (c.state in ('succeeded', 'collecting', 'fulfilling') and p.state = 'due'
            and not exists (select from charge h where h.pledge = p.id))"""
    )
    succeeded = await rows("select id from campaign where state = 'succeeded'")
    for campaign in {each["id"] for each in [*found, *succeeded]}:
        await enqueue("settle_campaign", {"campaign": campaign}, once_key=f"settle_campaign:{campaign}")


@sweep("payments.collection_2_due")
async def charge_due() -> None:
    if await row("select 1 from charge where state not in ('succeeded', 'dropped') and next_try_at <= app_now() limit 1"):
        await enqueue("collect_charges", {}, once_key="collect_charges")


@sweep("payments.collection_3_remind")
async def remind() -> None:
    found = await rows(
        """select c.id from charge c join pledge p on p.id = c.pledge where c.state = 'refused' and p.state = 'failing'
        and c.reminded_at <= app_now() - {}::interval and c.window_ends_at > app_now() order by c.id limit 1000""",
        REMIND_EVERY,
    )
    for each in found:
        async with transaction():
            charge = await row(
                """update charge set reminded_at = app_now() where id = {} and state = 'refused'
                and reminded_at <= app_now() - {}::interval returning *""",
                each["id"], REMIND_EVERY,
            )  # fmt: skip
            if charge is not None:
                await tell_refused(charge)


@sweep("payments.collection_4_give_up")
async def drop_unpaid() -> None:
    found = await rows(
        """select id from charge where state not in ('succeeded', 'dropped')
        and window_ends_at + interval '1 day' <= app_now() order by id limit 500"""
    )
    for each in found:
        try:
            await give_up(each["id"])
        except AWAY as away:
            log.warning("charge %s is given up later: %s", each["id"], away)


@sweep("payments.collection_5_fees")
async def learn_fees() -> None:
    """The provider may say what it kept only some time after the payment."""
    found = await rows(
        """select m.*, p.campaign from payment m join pledge p on p.id = m.pledge
        where m.fee is null order by m.id limit 200"""
    )
    for payment in found:
        try:
            known = await gateway.read_charge(payment["intent_id"])
        except AWAY as away:
            log.warning("fees are learnt later: %s", away)
            return
        if known.fee is not None:
            await record_fee({"id": payment["pledge"], "campaign": payment["campaign"]}, payment, known.fee)
