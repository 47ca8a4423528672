"""The provider's page for one pledge: intended (committed), opened with the intention's own key, ended by the provider's word."""

from datetime import timedelta
from typing import Any

from app.foundation.database import execute, row, rows, value
from app.foundation.i18n import N_, language, speaking, translate, zone
from app.foundation.ids import new_id
from app.settings import settings
from campaigns.pledging.linking import pay_address, pledge_address
from campaigns.pledging.queries import lines_of
from campaigns.pledging.wording import line_name
from payments import gateway

# The provider wants 30 minutes at least; asking again late in a hold of 15 must still leave them.
LASTS = timedelta(minutes=50)
ASKED_WITH_ONE_KEY = 2
RECOVERY = "recovery"
TOP_UP = "top_up"
BACKER, FRIEND = "backer", "friend"


async def intend_session(
    pledge: dict[str, Any], purpose: str, mode: str, payer: str = BACKER, change: int | None = None
) -> dict[str, Any]:
    """Ours alone for this pledge and purpose: a second one finds the first, whoever that one is for."""
    await execute(
        """insert into checkout_session (public_id, pledge, purpose, payer, mode, lang, change, expires_at)
        values ({}, {}, {}, {}, {}, {}, {}, app_now() + {}::interval)
        on conflict (pledge, purpose) where state in ('intended', 'open') do nothing""",
        new_id(), pledge["id"], purpose, payer, mode, language.get(), change, LASTS,
    )  # fmt: skip
    found = await row(
        "select * from checkout_session where pledge = {} and purpose = {} and state in ('intended', 'open')",
        pledge["id"],
        purpose,
    )
    assert found is not None
    return found


async def live_sessions(pledge_id: int) -> list[dict[str, Any]]:
    return await rows("select * from checkout_session where pledge = {} and state in ('intended', 'open') order by id", pledge_id)


async def session_row(session_id: int) -> dict[str, Any]:
    found = await row("select * from checkout_session where id = {}", session_id)
    assert found is not None
    return found


async def open_session(session: dict[str, Any]) -> dict[str, Any]:
    """Ask the provider for its page, unless it is open already; asked again with the same key it is the same page.

    The provider keeps a fault of its own with the key: the third time has a fresh one. Should there be two pages
    then, only the one whose address stands in our row is ever shown.
    """
    if session["state"] != "intended":
        return session
    try:
        opened = await _ask(session)
    except gateway.ProviderRefused as no:
        if no.code != "idempotency_error":  # that one says: it exists, and we asked otherwise before
            await end_session(session["id"], "expired")
        raise
    await execute(
        """update checkout_session set state = 'open', provider_id = {}, url = {}, expires_at = {}
        where id = {} and state = 'intended'""",
        opened.id, opened.url or "", opened.expires_at, session["id"],
    )  # fmt: skip
    return await session_row(session["id"])


async def end_session(session_id: int, state: str) -> None:
    await execute(
        "update checkout_session set state = {}, ended_at = app_now() where id = {} and state in ('intended', 'open')",
        state, session_id,
    )  # fmt: skip


async def _ask(session: dict[str, Any]) -> gateway.Checkout:
    pledge = await row("select * from pledge where id = {}", session["pledge"])
    assert pledge is not None
    asked: dict[str, Any] = {
        "key": await _key(session),
        "currency": pledge["currency"],
        "expires_at": session["expires_at"],
        "metadata": {"pledge": pledge["public_id"], "session": session["public_id"]},
        "language": session["lang"],
        **await _ways_back(pledge, session),
    }
    if session["mode"] == "setup":
        return await gateway.open_setup_checkout(**asked)
    with speaking(session["lang"], str(zone.get())):  # asked again by whomever, it is the same page
        if session["purpose"] == TOP_UP:
            asked["metadata"]["change"], lines = await _top_up(session["change"])
        else:
            lines = [
                gateway.Line(line_name(line["kind"], line["label"]), line["unit_amount"], line["quantity"])
                for line in await lines_of(pledge["id"])
            ]
    if session["purpose"] == RECOVERY:
        return await gateway.open_recovery_checkout(lines=lines, **asked)
    return await gateway.open_payment_checkout(lines=lines, methods=[pledge["method"]], **asked)


async def _top_up(change_id: int) -> tuple[str, list[gateway.Line]]:
    """The change, and the one line that its page asks for: the difference, or the new whole where the old goes back."""
    change = await row("select public_id, due, back from pledge_change where id = {}", change_id)
    assert change is not None
    label = N_("改单：新的全款（原来付的会退回）") if change["back"] else N_("改单：补差价")
    return change["public_id"], [gateway.Line(translate(label), change["due"], 1)]


async def _key(session: dict[str, Any]) -> str:
    asked = await value("update checkout_session set asked = asked + 1 where id = {} returning asked - 1", session["id"])
    fresh = f":{asked // ASKED_WITH_ONE_KEY}" if asked >= ASKED_WITH_ONE_KEY else ""
    return f"checkout:{session['public_id']}{fresh}"


async def _ways_back(pledge: dict[str, Any], session: dict[str, Any]) -> dict[str, str]:
    """Addresses that need no cookie: chat browsers forget them on the way. A friend who pays never gets the backer's own."""
    if session["payer"] == FRIEND:
        link = settings.public_url + await pay_address(pledge)
        return {"success_url": f"{link}&back=1", "cancel_url": link}
    home = settings.public_url + await pledge_address(pledge["public_id"], pledge["backer"])
    if session["purpose"] == RECOVERY:
        return {"success_url": home, "cancel_url": home}
    below = "/change" if session["purpose"] == TOP_UP else "/checkout"
    back = settings.public_url + await pledge_address(pledge["public_id"], pledge["backer"], below)
    return {"success_url": home, "cancel_url": back}
