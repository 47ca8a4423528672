"""The hosted pages' addresses: see, choose, answer the bank; a GET changes nothing."""

import re
from urllib.parse import urlencode

import asyncpg

from payments.sandbox import cards, currencies, pages, payment_lifecycle
from payments.sandbox.params import from_form
from payments.sandbox.paying import answer_challenge, choose, locked
from payments.sandbox.store import Body, Books, reading, transaction
from payments.sandbox.wire import ApiError, Reply, Request

PAY = re.compile(r"/c/pay/(cs_\w+)")
BANK = re.compile(r"/c/pay/(cs_\w+)/authenticate")
INTENT = re.compile(r"/c/authenticate/(pi_\w+)")


async def answer(pool: asyncpg.Pool, request: Request) -> Reply:
    if request.path == "/c/style.css":
        return pages.style()
    try:
        for pattern, see, act in ((PAY, _see, _act), (BANK, _see, _act_bank), (INTENT, _see_intent, _act_intent)):
            if match := pattern.fullmatch(request.path):
                if request.method == "POST":
                    async with transaction(pool, request.id) as books:
                        return await act(books, request, match[1])
                async with reading(pool) as books:
                    return await see(books, request, match[1])
    except ApiError:
        pass
    return pages.notice(request, "missing", status=404)


def _asked(session: Body) -> str:
    return f"/c/pay/{session['id']}/authenticate"


async def _see(books: Books, request: Request, session_id: str) -> Reply:
    session = await books.get("checkout.session", session_id)
    return _shown(books, request, session)


def _shown(books: Books, request: Request, session: Body) -> Reply:
    if session["status"] == "complete":
        return pages.notice(request, "complete", session)
    if session["status"] == "expired" or session["expires_at"] <= books.clock:
        return pages.notice(request, "expired", session)
    if session["_pending_method"]:
        total = session["amount_total"]
        amount = currencies.shown(total, session["currency"]) if total else None
        return pages.challenge(request, _asked(session), amount, session["success_url"], session["locale"])
    return pages.pay(request, session)


def _after(books: Books, request: Request, session: Body, error: dict | None) -> Reply:
    if error:
        return pages.pay(request, session, error)
    if session["status"] == "complete":
        return pages.redirect(pages.arrival(session))
    return pages.redirect(_asked(session) if session["_pending_method"] else f"/c/pay/{session['id']}")


async def _act(books: Books, request: Request, session_id: str) -> Reply:
    session = await locked(books, session_id)
    if session["status"] != "open" or session["_pending_method"]:
        return _after(books, request, session, None)
    form = from_form(request.body.decode("utf-8", "replace"))
    kind = form.text("method") or session["payment_method_types"][0]
    if kind not in session["payment_method_types"]:
        return pages.pay(request, session)
    outcomes = cards.CARD_OUTCOMES if kind == "card" else cards.WALLET_OUTCOMES
    outcome = form.text("outcome") or cards.PAYS
    if outcome not in outcomes:
        outcome = cards.DECLINED if kind == "card" else cards.REFUSED
    return _after(books, request, session, await choose(books, session, kind, outcome))


async def _act_bank(books: Books, request: Request, session_id: str) -> Reply:
    session = await locked(books, session_id)
    if session["status"] != "open" or not session["_pending_method"]:
        return _after(books, request, session, None)
    approves = from_form(request.body.decode("utf-8", "replace")).text("answer") == "approve"
    return _after(books, request, session, await answer_challenge(books, session, approves))


async def _see_intent(books: Books, request: Request, intent_id: str) -> Reply:
    intent = await books.get("payment_intent", intent_id)
    if intent["status"] != "requires_action":
        return pages.notice(request, "complete" if intent["status"] == "succeeded" else "expired")
    amount = currencies.shown(intent["amount"], intent["currency"])
    return pages.challenge(request, request.path, amount, _return_url(intent))


def _return_url(intent: Body) -> str | None:
    action = intent["next_action"]
    return action["redirect_to_url"]["return_url"] if action else None


async def _act_intent(books: Books, request: Request, intent_id: str) -> Reply:
    intent = await books.lock("payment_intent", intent_id)
    if intent["status"] != "requires_action":
        return pages.notice(request, "complete" if intent["status"] == "succeeded" else "expired")
    back = _return_url(intent)
    method = await books.get("payment_method", intent["payment_method"])
    if from_form(request.body.decode("utf-8", "replace")).text("answer") == "approve":
        error = await payment_lifecycle.attempt(books, intent, method, authenticated=True)
    else:
        error = await payment_lifecycle.refuse(books, intent, method, "challenge_refused")
    if back is None:
        return pages.notice(request, "expired" if error else "complete")
    more = urlencode({"payment_intent": intent["id"], "redirect_status": "failed" if error else "succeeded"})
    return pages.redirect(f"{back}{'&' if '?' in back else '?'}{more}")
