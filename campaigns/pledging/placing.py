"""A form becomes a pledge with all that was written beside it; or, where it is gone and the backer said so, a number to wait."""

from typing import Any

from litestar.response import Response

from app.accounts.viewer import Viewer
from app.community.moderation.checking import refuse_words
from app.foundation.i18n import N_
from app.foundation.refusals import Invalid, NotFound, Refusal, SlowDown
from app.web.pages import go
from campaigns.gifting.actions import check_gift, make_gift
from campaigns.noting.actions import keep_words
from campaigns.pledging.actions import start_pledge
from campaigns.pledging.forms import PledgeForm
from campaigns.waiting.actions import join_waitlist
from campaigns.waiting.queries import is_opened
from campaigns.waiting.telling import entry_address

WAITING_NOW = N_("名额刚刚没有了，已经替你排上候补，你是第 %(n)s 号。")


async def check_words(form: PledgeForm) -> None:
    """Before anything is taken: what stands in the gift, and words that can't be written here."""
    if form.is_gift:
        check_gift(form)
    if written := {name: text for name in ("message", "gift_name", "gift_signed", "gift_card") if (text := getattr(form, name))}:
        await refuse_words(**written)


async def place_order(viewer: Viewer, campaign: dict[str, Any], form: PledgeForm, ref: str = "") -> dict[str, Any]:
    opened = bool(form.key) and await is_opened(form.tier, form.key)
    pledge = await start_pledge(viewer, campaign, form, ref, opened=opened)
    if pledge["state"] == "started":
        await write_beside(pledge, form)
    return pledge


async def write_beside(pledge: dict[str, Any], form: PledgeForm) -> None:
    """Once: the same form sent again finds it written."""
    if form.note or form.message:
        await keep_words(pledge["id"], own=form.note, message=form.message)
    if form.is_gift:
        await make_gift(pledge["id"], form)


async def wait_instead(viewer: Viewer, campaign: dict[str, Any], form: PledgeForm, refusal: Refusal, ref: str) -> Response:
    """The refusal itself, unless it is gone and the backer wanted to wait then."""
    if entry := await entry_instead(viewer, campaign, form, refusal, ref):
        return go(entry_address(entry["public_id"]), WAITING_NOW, n=entry["place"])
    raise refusal


async def entry_instead(
    viewer: Viewer, campaign: dict[str, Any], form: PledgeForm, refusal: Refusal, ref: str
) -> dict[str, Any] | None:
    if not form.or_wait or refusal.field != "quantity" or isinstance(refusal, NotFound | SlowDown | Invalid):
        return None
    try:
        return await join_waitlist(viewer, campaign, form.tier, form.quantity, ref, opened=await is_opened(form.tier, form.key))
    except Refusal:  # it is not for want of places: what was said first says more
        return None
