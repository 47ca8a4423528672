"""One charge, step by step: made at the provider, attempted, read back. Each step is committed before the next is asked."""

from typing import Any

from app.foundation import clock
from app.foundation.database import execute, row, transaction, value
from campaigns.pledging.actions import fail_pledge
from payments import gateway
from payments.collection import pace
from payments.collection.arrivals import money_arrived
from payments.collection.rules import next_try
from payments.collection.telling import tell_refused

ASKED_WITH_ONE_KEY = 3
NO_CARD = gateway.Refused("no_saved_card", "", needs_authentication=False, may_retry=False)


async def collect_charge(charge_id: int) -> None:
    """Forward from wherever it stands; an outcome nobody heard is read back, never asked for anew."""
    charge = await _with_card(charge_id)
    if charge is None or charge["state"] in ("succeeded", "dropped") or charge["pledge_state"] not in ("due", "failing"):
        return
    if charge["method_id"] is None:
        await _refused(charge, NO_CARD)
        return
    if charge["state"] == "intended":
        charge = await _make(charge)
    if charge["state"] == "confirming" and not await _read_back(charge):
        await _confirm(charge)
    elif charge["state"] in ("created", "refused") and (begun := await _begin_attempt(charge)):
        await _confirm(begun)


async def _with_card(charge_id: int) -> dict[str, Any] | None:
    return await row(
        """select c.*, m.customer_id, m.method_id, p.public_id as pledge_public_id, p.state as pledge_state
        from charge c join pledge p on p.id = c.pledge left join saved_method m on m.pledge = c.pledge where c.id = {}""",
        charge_id,
    )


def _key(charge: dict[str, Any], step: str, asked: int) -> str:
    """The step's one key. The provider keeps a fault of its own with it for a day: after some of them a fresh one is taken.

    That is harmless: an intent not confirmed takes nothing, and one intent can take the money only once.
    """
    fresh = f":{asked // ASKED_WITH_ONE_KEY}" if asked >= ASKED_WITH_ONE_KEY else ""
    return f"pledge:{charge['pledge_public_id']}:{step}{fresh}"


async def _asking(charge: dict[str, Any]) -> int:
    """How often this step was asked for before; it counts from here on even if the answer is lost."""
    return await value("update charge set asked = asked + 1 where id = {} returning asked - 1", charge["id"])


async def _make(charge: dict[str, Any]) -> dict[str, Any]:
    made = await gateway.create_charge(
        key=_key(charge, "create", await _asking(charge)),
        amount=charge["amount"],
        currency=charge["currency"],
        customer=charge["customer_id"],
        payment_method=charge["method_id"],
        metadata={"pledge": charge["pledge_public_id"]},
    )
    await execute(
        "update charge set intent_id = {}, state = 'created', asked = 0 where id = {} and state = 'intended'",
        made.intent_id,
        charge["id"],
    )
    found = await _with_card(charge["id"])
    assert found is not None
    return found


async def _begin_attempt(charge: dict[str, Any]) -> dict[str, Any] | None:
    """The attempt's number is committed before the bank is asked; not while the backer is paying by their own hand."""
    async with transaction():
        # Its own statement: one that waited for the row would still not see a page opened meanwhile.
        await execute("select id from charge where id = {} for update", charge["id"])
        begun = await row(
            """update charge set state = 'confirming', attempts = attempts + 1, asked = 0
            where id = {} and state in ('created', 'refused') and may_retry and next_try_at <= app_now()
            and not exists (select from checkout_session s where s.pledge = charge.pledge and s.purpose = 'recovery'
                            and s.state in ('intended', 'open')) returning attempts""",
            charge["id"],
        )
        if begun is None:
            return None
        await execute(
            "insert into charge_attempt (charge, number, outcome, code) values ({}, {}, 'asked', '')",
            charge["id"],
            begun["attempts"],
        )
    return {**charge, "state": "confirming", "attempts": begun["attempts"]}


async def _confirm(charge: dict[str, Any]) -> None:
    """With the attempt's own key: asked twice, it is one attempt."""
    await pace.wait_for_turn()
    try:
        outcome = await gateway.confirm_charge(
            charge["intent_id"],
            key=_key(charge, f"confirm:{charge['attempts']}", await _asking(charge)),
            payment_method=charge["method_id"],
        )
    except gateway.ProviderBusy:
        await pace.was_busy()
        return
    except gateway.CardRefused as no:
        outcome = no.refusal
    except gateway.ProviderRefused as no:
        outcome = gateway.Refused(no.code, "", needs_authentication=False, may_retry=False)
    await pace.was_heard()
    await _conclude(charge, outcome)


async def _conclude(charge: dict[str, Any], outcome: gateway.Succeeded | gateway.Refused | gateway.Unknown) -> None:
    if isinstance(outcome, gateway.Unknown):
        await _note(charge, "unknown", "")
    elif isinstance(outcome, gateway.Refused):
        await _refused(charge, outcome)
    else:
        await _succeeded(charge, await gateway.read_charge(outcome.intent_id))


async def _read_back(charge: dict[str, Any]) -> bool:
    """Whether the attempt's outcome is decided; False when it must be asked again, with the key it had.

    A refusal that stands at the provider is this attempt's for certain only while there was no earlier one.
    """
    known = await gateway.read_charge(charge["intent_id"])
    if known.status == "succeeded":
        await _succeeded(charge, known)
    elif known.status == "requires_payment_method" and known.refusal and charge["attempts"] == 1:
        await _refused(charge, known.refusal)
    elif known.status == "requires_action":
        await _refused(charge, gateway.Refused("authentication_required", "", needs_authentication=True, may_retry=False))
    elif known.status == "canceled":
        await _refused(charge, gateway.Refused("canceled", "", needs_authentication=False, may_retry=False))
    else:
        return known.status not in ("requires_confirmation", "requires_payment_method")
    return True


async def _succeeded(charge: dict[str, Any], known: gateway.Charge) -> None:
    async with transaction():
        await _note(charge, "succeeded", "")
        await money_arrived(charge["pledge"], known)


async def _refused(charge: dict[str, Any], refusal: gateway.Refused) -> None:
    code = refusal.decline_code or refusal.code
    async with transaction():
        now, decided = await clock.now(), await value("select ended_at from campaign where id = {}", charge["campaign"])
        again = next_try(decided, charge["attempts"], refusal.may_retry, now)
        refused = await row(
            """update charge set state = 'refused', refusal_code = {}, may_retry = {}, next_try_at = {},
              reminded_at = coalesce(reminded_at, app_now())
            where id = {} and state in ('intended', 'confirming') and attempts = {} returning *""",
            code[:60], refusal.may_retry, again, charge["id"], charge["attempts"],
        )  # fmt: skip
        if refused is None:
            return
        await _note(charge, "refused", code)
        await fail_pledge(charge["pledge"], code)
        if charge["reminded_at"] is None:
            await tell_refused(refused)


async def _note(charge: dict[str, Any], outcome: str, code: str) -> None:
    await execute(
        "update charge_attempt set outcome = {}, code = {} where charge = {} and number = {}",
        outcome, code[:60], charge["id"], charge["attempts"],
    )  # fmt: skip


async def read_intent(intent_id: str) -> None:
    """The provider spoke of this payment: whatever it is, apply what is true now."""
    known = await gateway.read_charge(intent_id)
    pledge = await value("select id from pledge where public_id = {}", known.metadata.get("pledge", ""))
    if known.status == "succeeded" and pledge:
        await money_arrived(pledge, known)
    elif found := await row("select id from charge where intent_id = {} and state = 'confirming'", intent_id):
        charge = await _with_card(found["id"])
        assert charge is not None
        await _read_back(charge)
