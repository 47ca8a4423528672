"""A member's own second factors: added, named, removed, and the recovery codes that are shown once."""

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from app.accounts.factors.actions import draw_recovery_codes, remove_totp, set_up_totp
from app.accounts.factors.entering import as_json
from app.accounts.factors.forms import NewTotpForm, PasskeyForm, PasskeyNameForm
from app.accounts.factors.guards import careful_members
from app.accounts.factors.party import needed_party, party_of
from app.accounts.factors.passkeys import add_passkey, options_for_adding, remove_passkey, rename_passkey
from app.accounts.factors.queries import factors_of
from app.accounts.factors.rules import shown_secret
from app.accounts.factors.step_up import onward
from app.accounts.factors.totp import address_of, being_set_up, fresh_secret, qr, setting_up
from app.accounts.limits import limit
from app.accounts.queries import profile_of
from app.accounts.rules import PLACE_WINDOW, device_words
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_, gettext
from app.site.profile import site
from app.web.forms import Form, blank, read_form
from app.web.pages import go, page
from app.web.security import header

SECURITY = "/me/security"


async def _totp_page(request: Request, viewer: Viewer, form: Form) -> Response:
    secret = being_set_up(viewer.id, form.text("carried")) or fresh_secret()
    profile = await profile_of(viewer.id)
    address = address_of(secret, account=profile["email"] or profile["phone"] or viewer.name, issuer=site().name)
    return await page(
        request, "accounts/factors/totp.html", status=form.status, form=form, next_path=_next(form), address=address,
        qr=qr(address), secret=shown_secret(secret), carried=setting_up(viewer.id, secret),
        factors=await factors_of(viewer.id),
    )  # fmt: skip


def _next(form: Form) -> str:
    asked = form.text("next")
    return onward(asked) if asked else SECURITY


@get("/me/totp/new", guards=[careful_members])
async def new_totp(request: Request, viewer: Viewer) -> Response:
    return await _totp_page(request, viewer, blank(next=request.query_params.get("next", "")))


@post("/me/totp", guards=[careful_members])
async def save_totp(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, NewTotpForm)
    if form.ok:
        with form.catching():
            await set_up_totp(viewer, form.data.carried, form.data.code)
            return await _after_adding(request, viewer, _next(form), N_("验证器设置好了。"))
    return await _totp_page(request, viewer, form)


@post("/me/totp/removal", guards=[careful_members])
async def delete_totp(viewer: Viewer) -> Response:
    await remove_totp(viewer)
    return go(SECURITY, N_("验证器已移除。"))


@post("/me/passkeys/challenge", guards=[careful_members], status_code=200)
async def ask_new_passkey(request: Request, viewer: Viewer) -> Response:
    await limit("passkey-new", str(viewer.id), most=30, within=PLACE_WINDOW)
    return as_json(await options_for_adding(viewer, needed_party(request)))


@post("/me/passkeys", guards=[careful_members])
async def save_passkey(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, PasskeyForm)
    if form.ok:
        with form.catching():
            made_in = [gettext(word) for word in device_words(header(request.scope, b"user-agent")) if word]
            await add_passkey(viewer, needed_party(request), form.data.answer, made_in=" · ".join(made_in) or gettext("通行密钥"))
            return await _after_adding(request, viewer, _next(form), N_("通行密钥添加好了，以后可以直接用它登录。"))
    return await page(
        request, "accounts/factors/begin.html", status=form.status, form=form, next_path=_next(form), party=party_of(request),
        factors=await factors_of(viewer.id),
    )  # fmt: skip


@post("/me/passkeys/{passkey_id:str}/name", guards=[careful_members])
async def name_passkey(request: Request, viewer: Viewer, passkey_id: FromPath[str]) -> Response:
    form = await read_form(request, PasskeyNameForm)
    await rename_passkey(viewer, passkey_id, form.data.name)
    return go(SECURITY, N_("名字改好了。"))


@post("/me/passkeys/{passkey_id:str}/removal", guards=[careful_members])
async def delete_passkey(viewer: Viewer, passkey_id: FromPath[str]) -> Response:
    await remove_passkey(viewer, passkey_id)
    return go(SECURITY, N_("通行密钥已删除。那台设备里存的那一份也可以一起删掉。"))


@post("/me/recovery-codes", guards=[careful_members])
async def renew_recovery_codes(request: Request, viewer: Viewer) -> Response:
    return await _codes_page(request, viewer, SECURITY)


async def _after_adding(request: Request, viewer: Viewer, to: str, say: str) -> Response:
    """Whoever has no recovery codes yet is given them before going on."""
    if (await factors_of(viewer.id)).recovery_left:
        return go(to, say)
    return await _codes_page(request, viewer, to, say)


async def _codes_page(request: Request, viewer: Viewer, to: str, say: str = "") -> Response:
    codes = await draw_recovery_codes(viewer)
    return await page(request, "accounts/factors/codes.html", codes=codes, next_path=to, say=gettext(say))


ROUTES = [
    new_totp, save_totp, delete_totp, ask_new_passkey, save_passkey, name_passkey, delete_passkey, renew_recovery_codes,
]  # fmt: skip
