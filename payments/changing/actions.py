"""Changing a pledge with its money: the provider's page closed first, then what is too much goes back or the rest is paid."""

from typing import Any

from app.accounts.limits import A_WHILE, limit
from app.accounts.viewer import Viewer
from app.foundation.database import row, transaction, value
from app.foundation.i18n import N_
from app.foundation.queue import enqueue
from app.foundation.refusals import Refusal
from campaigns.changing.actions import change_pledge, end_change
from campaigns.changing.forms import ChangeForm
from campaigns.changing.queries import change_of_form, open_change
from payments.checkout.actions import SOMEBODY_ELSE, close_pages, page_of
from payments.checkout.completion import close_session
from payments.checkout.sessions import TOP_UP, intend_session, live_sessions
from payments.refunds.actions import give_back_part

OVER = N_("补差价的时间到了，这次修改没有生效，原来的那一单还在。")


async def begin_change(viewer: Viewer, pledge_id: int, form: ChangeForm, *, opened: bool = False) -> dict[str, Any]:
    """The change; what it gives back is intended together with it. One that is `held` waits for `open_top_up`.

    A page of the provider that is still open would take the old sum: it is closed first, and none may have been opened since.
    """
    await limit("change", str(pledge_id), most=40, within=A_WHILE)
    if await change_of_form(pledge_id, form.request_key) is None:
        await close_pages(pledge_id, "promise")
    async with transaction():
        change = await change_pledge(viewer, pledge_id, form, opened=opened)
        if change["is_new"] and any(session["purpose"] == "promise" for session in await live_sessions(pledge_id)):
            raise Refusal(SOMEBODY_ELSE)
        if change["is_new"] and change["state"] == "applied" and change["back"]:
            await give_back_part(pledge_id, change["back"], "change_cheaper")
        if change["is_new"] and change["state"] == "held":
            rest = change["hold_ends_at"] - await value("select app_now()")
            await enqueue("close_top_up", {"change": change["id"]}, delay=rest, once_key=f"close_top_up:{change['id']}")
    return change


async def open_top_up(pledge_id: int) -> str:
    """The address of the provider's page for the difference; asked again it is the same one.

    One of an earlier change, given up in the moment in which it was opened, asks for another sum: it is closed first.
    """
    await limit("checkout", f"{pledge_id} {TOP_UP}", most=40, within=A_WHILE)
    if (wanted := await open_change(pledge_id)) is not None:
        await close_pages(pledge_id, TOP_UP, but_for=wanted["id"])
    async with transaction():
        pledge = await row("select * from pledge where id = {} for update", pledge_id)
        assert pledge is not None
        change = await open_change(pledge_id)
        if change is None or change["hold_ends_at"] <= await value("select app_now()"):
            raise Refusal(OVER)
        session = await intend_session(pledge, TOP_UP, "payment", change=change["id"])
        if session["change"] != change["id"]:
            raise Refusal(SOMEBODY_ELSE)
    return await page_of(session, OVER)


async def withdraw_change(pledge_id: int) -> bool:
    """By the backer, before it is paid: its page is closed first. False where it had been paid, and so has come to pass."""
    change = await open_change(pledge_id)
    if change is None:
        return False
    await close_pages(pledge_id, TOP_UP)
    return await end_change(change["id"], "withdrawn")


async def close_top_up(change_id: int) -> None:
    """The hold is over, or the pledge was cancelled meanwhile: the page is closed first, then the places are free.

    Whatever is not known raises: they stay taken until the provider has said it.
    """
    change = await row(
        """select g.pledge, g.hold_ends_at <= app_now() as is_over, p.state <> 'paid' as is_void
        from pledge_change g join pledge p on p.id = g.pledge where g.id = {} and g.state = 'held'""",
        change_id,
    )
    if change is None or not (change["is_over"] or change["is_void"]):
        return
    for session in await live_sessions(change["pledge"]):
        if session["purpose"] == TOP_UP:
            await close_session(session)
    await end_change(change_id, "cancelled" if change["is_void"] else "hold_over")
