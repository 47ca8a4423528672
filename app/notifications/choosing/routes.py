"""/me/notices, and the page that a mail's unsubscribing leads to."""

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.capabilities import by_link
from app.accounts.guards import anyone, members
from app.accounts.queries import profile_of
from app.accounts.viewer import Viewer
from app.accounts.zones import zone_options
from app.foundation import clock
from app.foundation.i18n import N_, gettext
from app.foundation.refusals import Refusal
from app.notifications.choosing import queries
from app.notifications.choosing.actions import choose, resume_mails, stop_mails
from app.notifications.choosing.forms import QUIET_FROM, QUIET_UNTIL, TIMES, WishesForm, mail_field, minute_of, time_of
from app.notifications.kinds import KINDS
from app.notifications.reachability import unreachable_addresses
from app.notifications.rules import Hours, Wish
from app.notifications.sms.port import sms_is_offered
from app.web.forms import Form, blank, read_form
from app.web.pages import go, page
from app.web.sent import sent_values

RHYTHM_WORDS = {"at_once": N_("马上寄"), "daily": N_("每天一封"), "weekly": N_("每周一封"), "never": N_("不寄")}


async def _shown(viewer: Viewer) -> Form:
    wishes, hours = await queries.wishes_of(viewer.id), await queries.hours_for(viewer.id)
    return blank(
        **{mail_field(name): wish.mail for name, wish in wishes.items()},
        in_app=[name for name, wish in wishes.items() if wish.in_app],
        sms=[name for name, wish in wishes.items() if wish.sms],
        quiet="1" if hours.quiet else "",
        quiet_from=time_of(hours.quiet_from) if hours.quiet_from is not None else QUIET_FROM,
        quiet_until=time_of(hours.quiet_until) if hours.quiet_until is not None else QUIET_UNTIL,
        digest_at=time_of(hours.digest_at),
    )


async def _notices_page(request: Request, viewer: Viewer, form: Form) -> Response:
    offers_sms = sms_is_offered()
    return await page(
        request,
        "notifications/choosing/show.html",
        status=form.status,
        form=form,
        kinds=await queries.kinds_for(viewer),
        fixed={name: kind for name, kind in KINDS.items() if kind.fixed},
        with_sms=queries.kinds_with_sms() if offers_sms else set(),
        rhythms=[(name, gettext(word)) for name, word in RHYTHM_WORDS.items()],
        times=[(time, time) for time in TIMES],
        profile=await profile_of(viewer.id),
        refused=await unreachable_addresses(viewer.id),
        offers_sms=offers_sms,
        zone=dict(zone_options(await clock.now(), viewer.time_zone))[viewer.time_zone],
    )


@get("/me/notices", guards=[members])
async def show_choices(request: Request, viewer: Viewer) -> Response:
    return await _notices_page(request, viewer, await _shown(viewer))


@post("/me/notices", guards=[members])
async def save_choices(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, WishesForm)
    if form.ok:
        with form.catching():
            wishes = {
                name: Wish(name in form.data.in_app, getattr(form.data, mail_field(name)), name in form.data.sms)
                for name in await queries.kinds_for(viewer)
            }
            await choose(viewer, wishes, _hours(viewer, form.data))
            return go("/me/notices", N_("已保存。"))
    return await _notices_page(request, viewer, form)


def _hours(viewer: Viewer, data: WishesForm) -> Hours:
    start, end = minute_of(data.quiet_from), minute_of(data.quiet_until)
    if data.quiet and start == end:
        raise Refusal(N_("开始和结束不能是同一个时间。"), field="quiet_until")
    return Hours(
        viewer.time_zone, start if data.quiet else None, end if data.quiet else None, digest_at=minute_of(data.digest_at)
    )


@get("/unsubscribe/{subject:str}", guards=[anyone])
async def show_unsubscribing(request: Request, subject: FromPath[str]) -> Response:
    """Opened by people and by their mail's scanners: changes nothing."""
    key = request.query_params.get("key", "")
    member, kind = await queries.whose_mail(subject, key)
    is_on = await queries.mail_is_on(member, kind)
    address = f"/unsubscribe/{subject}"
    return by_link(
        await page(
            request, "notifications/choosing/unsubscribe.html", kind=KINDS.get(kind), is_on=is_on, address=address, key=key
        )
    )


@post("/unsubscribe/{subject:str}", guards=[anyone])
async def unsubscribe(request: Request, subject: FromPath[str]) -> Response:
    """By the page's button, or by the mail program's server itself (RFC 8058), which has no cookies and follows nothing."""
    key = request.query_params.get("key", "")
    await stop_mails(subject, key)
    if "List-Unsubscribe" in await sent_values(request):
        return by_link(Response("", status_code=200, media_type="text/plain"))
    return by_link(go(f"/unsubscribe/{subject}?key={key}"))


@post("/unsubscribe/{subject:str}/undo", guards=[anyone])
async def undo_unsubscribing(request: Request, subject: FromPath[str]) -> Response:
    key = request.query_params.get("key", "")
    await resume_mails(subject, key)
    return by_link(go(f"/unsubscribe/{subject}?key={key}"))


ROUTES = [show_choices, save_choices, show_unsubscribing, unsubscribe, undo_unsubscribing]
