"""What the person does on the hosted page: choose how it goes, answer the bank's question."""

from typing import Any

from payments.sandbox import cards, customers, payment_lifecycle, payment_methods, setup_intents
from payments.sandbox.checkout_sessions import close, complete
from payments.sandbox.store import Body, Books


async def locked(books: Books, session_id: str) -> Body:
    """The session, held to the end of the transaction; past its time it is expired here and now."""
    session = await books.lock("checkout.session", session_id)
    if session["status"] == "open" and session["expires_at"] <= books.clock:
        await close(books, session)
    return session


async def choose(books: Books, session: Body, kind: str, outcome: str) -> dict[str, Any] | None:
    """The error if it was refused; afterwards the session is complete, or waits for the bank's challenge."""
    decline = {cards.DECLINED: "generic_decline", cards.DECLINED_LATER: "insufficient_funds"}.get(outcome)
    last4, email = cards.OUTCOME_LAST4.get(outcome, "4242"), (session["customer_details"] or {}).get("email")
    method = await payment_methods.make(books, kind, outcome, decline=decline, last4=last4, email=email)
    return await _try(books, session, method, authenticated=False)


async def answer_challenge(books: Books, session: Body, approves: bool) -> dict[str, Any] | None:
    method = await books.get("payment_method", session["_pending_method"])
    session["_pending_method"] = None
    if approves:
        return await _try(books, session, method, authenticated=True)
    await books.save(session)
    if session["mode"] == "setup":
        setup = await books.lock("setup_intent", session["setup_intent"])
        return await setup_intents.refuse(books, setup, method, "challenge_refused")
    intent = await books.lock("payment_intent", session["payment_intent"])
    return await payment_lifecycle.refuse(books, intent, method, "challenge_refused")


async def _try(books: Books, session: Body, method: Body, *, authenticated: bool) -> dict[str, Any] | None:
    customer = session["customer"]
    if customer is None and session["customer_creation"] == "always":
        email = (session["customer_details"] or {}).get("email")
        customer = session["customer"] = (await customers.make(books, email=email))["id"]
    if session["mode"] == "setup":
        return await _save_card(books, session, method, customer, authenticated)
    return await _pay(books, session, method, customer, authenticated)


async def _save_card(
    books: Books, session: Body, method: Body, customer: str | None, authenticated: bool
) -> dict[str, Any] | None:
    setup = await books.lock("setup_intent", session["setup_intent"])
    setup["customer"] = customer
    error = await setup_intents.attempt(books, setup, method, authenticated=authenticated)
    if error is None:
        await _after(books, session, method, setup["status"])
    return error


async def _pay(books: Books, session: Body, method: Body, customer: str | None, authenticated: bool) -> dict[str, Any] | None:
    intent = await _intent(books, session, customer)
    error = await payment_lifecycle.attempt(books, intent, method, authenticated=authenticated)
    if error:
        await books.save(session)
        return error
    if intent["status"] == "succeeded":
        session["payment_status"] = "paid"
        if intent["setup_future_usage"] and customer:
            await payment_methods.give_to(books, method, customer)
    await _after(books, session, method, intent["status"])
    return None


async def _intent(books: Books, session: Body, customer: str | None) -> Body:
    """As at Stripe, a payment's intent exists only once someone tries to pay."""
    if session["payment_intent"]:
        return await books.lock("payment_intent", session["payment_intent"])
    inside, types = session["_inside"], session["payment_method_types"]
    fields = {**inside, "customer": customer, "session": session["id"]}
    intent = await payment_lifecycle.make(books, session["amount_total"], session["currency"], types=types, **fields)
    session["payment_intent"] = intent["id"]
    return intent


async def _after(books: Books, session: Body, method: Body, status: str) -> None:
    if status == "succeeded":
        await complete(books, session)
        return
    session["_pending_method"] = method["id"]
    await books.save(session)
