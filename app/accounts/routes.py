"""我的: a member's own pages: profile, password, signed-in browsers."""

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.actions import edit_profile, remember_language, remove_password, set_password
from app.accounts.factors.guards import careful_members
from app.accounts.factors.party import party_of
from app.accounts.factors.queries import factors_of
from app.accounts.forms import ChangedPasswordForm, CurrentPasswordForm, NewPasswordForm, ProfileForm
from app.accounts.guards import members
from app.accounts.identities.queries import addresses_of
from app.accounts.oidc.queries import accounts_of
from app.accounts.phones import shown_phone
from app.accounts.queries import profile_of, sessions_of
from app.accounts.rules import device_words
from app.accounts.sessions import end_all_sessions, end_session, forget_cookie, give_cookie, start_session
from app.accounts.viewer import Viewer
from app.accounts.zones import zone_options
from app.foundation import clock
from app.foundation.i18n import N_, gettext
from app.foundation.refusals import NotFound
from app.media.actions import attach, picture_from
from app.notifications.actions import sms_is_offered
from app.settings import settings
from app.web import slots
from app.web.forms import Form, blank, read_form
from app.web.language import lasting_cookie
from app.web.pages import go, page
from app.web.sent import WITH_PICTURES
from app.web.visit import LANG_COOKIE


@get("/me", guards=[members])
async def show_me(request: Request, viewer: Viewer) -> Response:
    sections = await slots.render("me.sections", request, viewer)
    profile = await profile_of(viewer.id)
    address = profile["email"] or shown_phone(profile["phone"] or "")
    return await page(request, "accounts/index.html", profile=profile, address=address, sections=sections)


async def _profile_page(request: Request, viewer: Viewer, form: Form) -> Response:
    zones = zone_options(await clock.now(), viewer.time_zone)
    return await page(request, "accounts/profile.html", status=form.status, form=form, zones=zones)


@get("/me/profile", guards=[members])
async def show_profile(request: Request, viewer: Viewer) -> Response:
    profile = await profile_of(viewer.id)
    shown = {name: profile[name] for name in ("name", "bio", "lang", "time_zone")}
    return await _profile_page(request, viewer, blank(**shown, kept=profile["avatar"]))


@post("/me/profile", guards=[members], request_max_body_size=WITH_PICTURES)
async def save_profile(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, ProfileForm)
    avatar = await picture_from(viewer.id, form, "avatar")
    if form.ok:
        data = form.data
        kept = [viewer.avatar] if avatar == viewer.avatar else await attach(viewer.id, [avatar] if avatar else [])
        with form.catching():
            said = {"name": data.name, "bio": data.bio, "lang": data.lang, "time_zone": data.time_zone}
            await edit_profile(viewer, avatar="".join(kept), **said)
            response = go("/me", N_("资料已保存。"))
            response.set_cookie(lasting_cookie(LANG_COOKIE, data.lang))
            return response
    return await _profile_page(request, viewer, form)


async def _security_page(request: Request, viewer: Viewer, form: Form) -> Response:
    sessions = [one | {"device": [gettext(word) for word in device_words(one["agent"])]} for one in await sessions_of(viewer.id)]
    profile = await profile_of(viewer.id)
    return await page(
        request, "accounts/security.html", status=form.status, form=form, profile=profile, sessions=sessions,
        factors=await factors_of(viewer.id), party=party_of(request),
        addresses=await addresses_of(viewer.id), takes_phones=sms_is_offered(),
        providers=settings.oidc_providers, accounts_elsewhere=await accounts_of(viewer.id),
    )  # fmt: skip


@get("/me/security", guards=[members])
async def show_security(request: Request, viewer: Viewer) -> Response:
    return await _security_page(request, viewer, blank())


@post("/me/password", guards=[careful_members])
async def save_password(request: Request, viewer: Viewer) -> Response:
    has_one = (await profile_of(viewer.id))["has_password"]
    form: Form = await read_form(request, ChangedPasswordForm if has_one else NewPasswordForm)
    if form.ok:
        with form.catching():
            await set_password(viewer, form.data.password, current=getattr(form.data, "current", None))
            return await _renewed(request, viewer, N_("密码已保存，其他设备已退出登录。"))
    return await _security_page(request, viewer, form)


@post("/me/password/removal", guards=[careful_members])
async def delete_password(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, CurrentPasswordForm)
    if form.ok:
        with form.catching():
            await remove_password(viewer, form.data.current)
            return await _renewed(request, viewer, N_("密码已删除，以后用验证码登录。"))
    return await _security_page(request, viewer, form)


async def _renewed(request: Request, viewer: Viewer, say: str) -> Response:
    """The present browser goes on under a new session id."""
    token = await start_session(viewer.id, agent=request.headers.get("user-agent", ""), instead_of=viewer.session)
    response = go("/me/security", say)
    give_cookie(response, token)
    return response


@post("/sessions/{session_id:str}/revocation", guards=[members])
async def revoke_session(viewer: Viewer, session_id: FromPath[str]) -> Response:
    if not await end_session(viewer.id, session_id):
        raise NotFound(N_("这台设备已经退出登录了。"))
    return go("/me/security", N_("那台设备已退出登录。"))


@post("/sessions/revocation", guards=[members])
async def revoke_all_sessions(viewer: Viewer) -> Response:
    """Everywhere means here too."""
    await end_all_sessions(viewer.id)
    response = go("/", N_("所有设备都已退出登录。"))
    forget_cookie(response)
    return response


async def keep_language(request: Request, lang: str) -> None:
    """Told by the language switch."""
    await remember_language(request.scope["state"]["viewer"], lang)


ROUTES = [
    show_me, show_profile, save_profile, show_security, save_password, delete_password, revoke_session, revoke_all_sessions,
]  # fmt: skip
