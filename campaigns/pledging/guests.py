"""Backing without an account: an e-mail is enough to pledge, to pay and to look; what changes a pledge asks for a code there."""

from datetime import timedelta
from typing import Any

import msgspec
from litestar import Request
from litestar.datastructures import Cookie
from litestar.response import Response

from app.accounts.capabilities import capability_key
from app.accounts.guests.actions import backer_behind, guest_address
from app.accounts.limits import limit, mailbox_of
from app.accounts.rules import place_of
from app.accounts.viewer import ANONYMOUS, find_member, token_hash
from app.foundation.database import value
from app.foundation.i18n import N_, language, zone
from app.foundation.refusals import NotFound, Refusal, SlowDown
from app.notifications.actions import mail_to
from app.papers.actions import agree
from app.settings import settings
from app.web.security import client_address
from app.web.visit import first_ref
from campaigns.pledging.claiming import check_claim
from campaigns.pledging.forms import PledgeForm
from campaigns.pledging.linking import pledge_address
from campaigns.pledging.placing import place_order
from campaigns.pledging.queries import find_pledge
from campaigns.pledging.rules import HOLD

HELD_COOKIE = "__Host-zz_held" if settings.is_https else "zz_held"
# Places from one network while a hold lasts; orders to one mailbox in an hour; mails to it in a day.
FROM_ONE_PLACE, TO_ONE_MAILBOX, MAILS_A_DAY = 60, 6, 6

SIGN_IN = N_("这个档位要先登录才能支持：把邮箱留空，下一步用验证码登录。")
NOT_BY_THIS = N_("这个邮箱现在不能这样支持：可能份数到了上限，或者要先登录。把邮箱留空，下一步用验证码登录。")
TOO_MANY_HERE = N_("你所在的网络上，不登录的支持太多了。把邮箱留空，下一步用验证码登录就行。")
TOO_MANY_TO_IT = N_("这个邮箱一小时内下了太多单。先付完已有的，或者把邮箱留空，用验证码登录。")


async def start_as_guest(
    request: Request, campaign: dict[str, Any], form: PledgeForm, opened: bool, *, abroad: bool
) -> dict[str, Any]:
    """A place held for whoever reads this mailbox. What only a proven member may is refused, and so is what would tell of one."""
    await _check_open_to_all(campaign, form, opened)
    await check_claim(0, campaign, form, opened=opened)
    await _stay_within(request, form.email, places=form.quantity + sum(form.add_ons.values()))
    ref = first_ref(request.scope)
    backer = await backer_behind(form.email, lang=language.get(), time_zone=zone.get().key, ref=ref)
    if await value(
        "select exists (select from waitlist_entry w join tier t on t.id = w.tier where w.member = {} and t.public_id = {} "
        "and w.state in ('waiting', 'offered'))",
        backer, form.tier,
    ):  # fmt: skip
        raise Refusal(NOT_BY_THIS, field="email")
    if await guest_address(backer):  # for a member with an account nobody else agrees to anything
        await agree(backer, "pledge", abroad=abroad)
    else:
        form = _unsent(form)
    try:
        pledge = await place_order(await find_member(backer), campaign, form, ref)
    except (NotFound, SlowDown):
        raise
    except Refusal:
        await check_claim(0, campaign, form, opened=opened)
        raise Refusal(NOT_BY_THIS, field="email") from None
    if not pledge.get("is_known"):
        await _tell_started(pledge, campaign, form.email)
    return pledge


def _unsent(form: PledgeForm) -> PledgeForm:
    """Nobody speaks to a brand in the name of a member whose address they know: what is written waits among that one's notes."""
    return msgspec.structs.replace(form, note="\n\n".join(filter(None, (form.note, form.message))), message="")


async def _check_open_to_all(campaign: dict[str, Any], form: PledgeForm, opened: bool) -> None:
    """Lists, earlier backing and the idea's own people are known of members only."""
    tiers = [form.tier, *form.add_ons]
    closed = await value(
        """select exists (select from tier t join campaign c on c.id = t.campaign where c.id = {} and t.public_id = any({})
          and (t.only_for <> 'everyone' or c.early_ends_at > app_now()))""",
        campaign["id"], tiers,
    )  # fmt: skip
    if closed:
        raise Refusal(SIGN_IN, field="email")
    if not opened and await value("select secret from tier where public_id = {}", form.tier):
        raise NotFound


async def _stay_within(request: Request, email: str, *, places: int) -> None:
    """Nobody fills a stranger's mailbox, nor holds all places from one machine."""
    try:
        await limit("guest-pledge", place_of(client_address(request.scope)), most=FROM_ONE_PLACE, within=HOLD, by=places)
    except SlowDown:
        raise Refusal(TOO_MANY_HERE, field="email") from None
    try:
        await limit("guest-pledge-to", _mailbox(email), most=TO_ONE_MAILBOX, within=timedelta(hours=1))
    except SlowDown:
        raise Refusal(TOO_MANY_TO_IT, field="email") from None


def _mailbox(email: str) -> str:
    return token_hash(mailbox_of(email)).hex()[:32]


async def _tell_started(pledge: dict[str, Any], campaign: dict[str, Any], email: str) -> None:
    """The way back, should the browser forget it. After some in a day only what was paid is told."""
    try:
        await limit("guest-pledge-mail", _mailbox(email), most=MAILS_A_DAY, within=timedelta(days=1))
    except SlowDown:
        return
    url = await pledge_address(pledge["public_id"], pledge["backer"])
    await mail_to(
        email, "guest_pledge_started", url, lang=language.get(), campaign=campaign["title"], until=pledge["hold_ends_at"]
    )


async def keep_in_browser(response: Response, pledge: dict[str, Any], campaign: dict[str, Any]) -> Response:
    """For as long as the place is held this browser finds it again."""
    key = await capability_key("pledge", pledge["public_id"], member=pledge["backer"])
    response.set_cookie(
        Cookie(
            key=HELD_COOKIE, value=f"{pledge['public_id']}:{key}", max_age=int(HOLD.total_seconds()), httponly=True,
            samesite="lax", secure=settings.is_https,
        )
    )  # fmt: skip
    return response


async def held_in_browser(request: Request, campaign: dict[str, Any]) -> dict[str, Any]:
    """What this browser holds unpaid in this campaign, as somebody signed out."""
    public_id, _, key = request.cookies.get(HELD_COOKIE, "").partition(":")
    pledge = await find_pledge(ANONYMOUS, public_id[:12], key) if key else None
    if pledge is None or pledge["campaign"] != campaign["id"] or pledge["state"] != "started":
        return {"times": 0, "held": None}
    in_time = await value("select {} > app_now()", pledge["hold_ends_at"])
    return {"times": 0, "held": pledge | {"key": key} if in_time else None}
