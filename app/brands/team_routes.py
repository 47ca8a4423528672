"""The brand's team: who acts for it, invitations, roles, leaving."""

from litestar import Request, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from app.accounts.capabilities import DeadLink, by_link, opens
from app.accounts.guards import anyone, members
from app.accounts.queries import person
from app.accounts.viewer import Viewer
from app.brands.actions import GONE, accept_invitation, change_role, invite, remove_from_team, revoke_invitation
from app.brands.desk import Desk, team
from app.brands.forms import InvitationForm, KeyForm, RoleForm
from app.brands.queries import invitation, open_invitations, team_of
from app.brands.rules import ROLE_NOTES, ROLE_WORDS
from app.brands.studio import studio_page
from app.foundation.i18n import N_, gettext
from app.web.forms import Form, blank, read_form
from app.web.pages import go, page


async def _team_page(request: Request, desk: Desk, form: Form) -> Response:
    roles = [{"value": role, "name": gettext(word), "note": gettext(ROLE_NOTES[role])} for role, word in ROLE_WORDS.items()]
    waiting = await open_invitations(desk.brand) if desk.may("team") else []
    team_members = await team_of(desk.brand)
    return await studio_page(
        request, desk, "brands/team.html", status=form.status, form=form, team=team_members, waiting=waiting, roles=roles,
        words={role: gettext(word) for role, word in ROLE_WORDS.items()},
    )  # fmt: skip


@get("/brands/{brand_id:str}/studio/team", guards=[team("read")])
async def show_team(request: Request, desk: Desk) -> Response:
    return await _team_page(request, desk, blank(role="editor"))


@post("/brands/{brand_id:str}/studio/team/invitations", guards=[team("team")])
async def send_invitation(request: Request, viewer: Viewer, desk: Desk) -> Response:
    form = await read_form(request, InvitationForm)
    if form.ok:
        with form.catching():
            await invite(viewer, desk, form.data.email, form.data.role)
            return go(desk.url + "/team", N_("邀请已发到 %(address)s。"), address=form.data.email)
    return await _team_page(request, desk, form)


@post("/brands/{brand_id:str}/studio/team/invitations/{invitation_id:str}/revocation", guards=[team("team")])
async def take_back_invitation(desk: Desk, invitation_id: FromPath[str]) -> Response:
    await revoke_invitation(desk, invitation_id)
    return go(desk.url + "/team", N_("邀请已撤回，链接失效。"))


@post("/brands/{brand_id:str}/studio/team/members/{member_id:str}/role", guards=[team("team")])
async def give_role(request: Request, desk: Desk, member_id: FromPath[str]) -> Response:
    form = await read_form(request, RoleForm)
    await change_role(desk, member_id, form.data.role)
    return go(desk.url + "/team", N_("角色已改。"))


@post("/brands/{brand_id:str}/studio/team/members/{member_id:str}/removal", guards=[team("team")])
async def remove_member(desk: Desk, member_id: FromPath[str]) -> Response:
    await remove_from_team(desk, member_id)
    return go(desk.url + "/team", N_("已移出团队。"))


@post("/brands/{brand_id:str}/studio/team/departure", guards=[team("read")])
async def leave_team(viewer: Viewer, desk: Desk) -> Response:
    await remove_from_team(desk, viewer.public_id)
    return go("/me", N_("你已退出“%(brand)s”的团队。"), brand=desk.name)


@get("/invitations/{invitation_id:str}", guards=[anyone])
async def show_invitation(request: Request, invitation_id: FromPath[str], key: FromQuery[str] = "") -> Response:
    """Opening it changes nothing; the button does."""
    if not await opens(key, "invitation", invitation_id):
        raise DeadLink(GONE)
    asked = await invitation(invitation_id)
    shown = await page(
        request, "brands/invitation.html", asked=asked, key=key, inviter=await person(asked["invited_by"]),
        role=gettext(ROLE_WORDS[asked["role"]]), role_note=gettext(ROLE_NOTES[asked["role"]]),
    )  # fmt: skip
    return by_link(shown)


@post("/invitations/{invitation_id:str}/acceptance", guards=[members], intent="join_team")
async def join_team(request: Request, viewer: Viewer, invitation_id: FromPath[str]) -> Response:
    """Signed out, it is finished by itself after sign-in."""
    form = await read_form(request, KeyForm)
    joined = await accept_invitation(viewer, invitation_id, form.data.key)
    return go(f"/brands/{joined['public_id']}/studio", N_("欢迎加入“%(brand)s”。"), brand=joined["name"])


ROUTES = [
    show_team, send_invitation, take_back_invitation, give_role, remove_member, leave_team, show_invitation, join_team,
]  # fmt: skip
