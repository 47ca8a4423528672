"""登录方式: adding an e-mail or a phone, removing one, and what to do when it is another member's."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, get, post
from litestar.response import Response

from app.accounts.addresses import read_address
from app.accounts.carried import Carried, keyboard, regions_of
from app.accounts.codes import asked_in
from app.accounts.factors.guards import careful_members
from app.accounts.identities.actions import ask_proof, prove_address, remove_address, write_first_to
from app.accounts.identities.forms import AtForm, IdentityForm, NewAddressForm, ProofForm
from app.accounts.identities.merging import merge_into, other_member
from app.accounts.identities.queries import standing_of
from app.accounts.identities.rules import wears_the_others
from app.accounts.rules import place_of
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_
from app.foundation.refusals import Refusal
from app.notifications.actions import sms_is_offered
from app.web.forms import Form, blank, read_form
from app.web.pages import go, page
from app.web.paths import own_path
from app.web.security import client_address

SECURITY = "/me/security"


async def _page(request: Request, name: str, form: Form, **context: Any) -> Response:
    response = await page(request, f"accounts/identities/{name}.html", status=form.status, form=form, **context)
    response.headers |= {"Cache-Control": "no-store"}
    return response


async def _new_page(request: Request, form: Form, by: str) -> Response:
    takes_phones = sms_is_offered()
    return await _page(request, "new", form, by=keyboard(by, takes_phones=takes_phones), takes_phones=takes_phones)


@get("/me/identities/new", guards=[careful_members])
async def new_address(request: Request) -> Response:
    query = request.query_params
    form = blank(address=query.get("address", "")[:320], next=query.get("next", "")[:200])
    return await _new_page(request, form, Carried.read(query).by)


@post("/me/identities", guards=[careful_members])
async def send_proof(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, NewAddressForm)
    if form.ok:
        with form.catching():
            regions = regions_of(form.data.time_zone, request.headers.get("accept-language", ""))
            address = read_address(form.data.address, regions, takes_phones=sms_is_offered())
            at = await ask_proof(viewer, address, place=place_of(client_address(request.scope)))
            return go("/me/identities/proof?" + urlencode({"at": at} | ({"next": form.data.next} if form.data.next else {})))
    return await _new_page(request, form, form.text("by"))


@get("/me/identities/proof", guards=[careful_members])
async def show_proof(request: Request, viewer: Viewer) -> Response:
    query = request.query_params
    return await _proof_page(request, viewer, blank(next=query.get("next", "")[:200]), query.get("at", "")[:60])


async def _proof_page(request: Request, viewer: Viewer, form: Form, at: str) -> Response:
    asked = await asked_in(at, member=viewer.id)
    if asked is None:
        new = blank()
        new.refuse(Refusal(N_("刚才的验证码过期了，或者已经用过。请再发一次。")))
        return await _new_page(request, new, "")
    return await _page(request, "proof", form, asked=asked, at=at)


@post("/me/identities/proof", guards=[careful_members])
async def give_proof(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, ProofForm)
    if form.ok:
        with form.catching():
            added = await prove_address(viewer, form.data.at, form.data.code, place=place_of(client_address(request.scope)))
            if added:
                return go(own_path(form.data.next, SECURITY), N_("加好了，以后可以用它登录。"))
            return go("/me/merge?" + urlencode({"at": form.data.at}))
    return await _proof_page(request, viewer, form, str(form.values.get("at", ""))[:60])


@post("/me/identities/removal", guards=[careful_members])
async def delete_address(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, IdentityForm)
    address = await remove_address(viewer, form.data.identity)
    return go(SECURITY, N_("%(address)s 已删除，不能再用它登录。"), address=str(address))


@post("/me/identities/first", guards=[careful_members])
async def put_first(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, IdentityForm)
    address = await write_first_to(viewer, form.data.identity)
    return go(SECURITY, N_("以后发到 %(address)s。"), address=str(address))


@get("/me/merge", guards=[careful_members])
async def show_merge(request: Request, viewer: Viewer) -> Response:
    at = request.query_params.get("at", "")[:60]
    other = await other_member(viewer, at)
    own = await standing_of(viewer.id)
    return await _page(request, "merge", blank(), at=at, own=own, other=other, wears_others=wears_the_others(own, other))


@post("/me/merge", guards=[careful_members])
async def merge(request: Request, viewer: Viewer) -> Response:
    form = await read_form(request, AtForm)
    other = await merge_into(viewer, form.data.at)
    return go(SECURITY, N_("“%(name)s”已经并到这里：创意、投票、支持和权益都在了。"), name=other.name)


ROUTES = [new_address, send_proof, show_proof, give_proof, delete_address, put_first, show_merge, merge]
