"""Joining a brand's team, begun signed out by the invitation's link."""

from app.accounts.intents.kinds import Done, Intent, Kind
from app.accounts.viewer import Viewer
from app.brands.actions import accept_invitation
from app.brands.queries import invitation
from app.foundation.i18n import N_, translate


async def _what(intent: Intent) -> str:
    asked = await invitation(intent.subject)
    return translate(N_("加入“%(brand)s”的团队"), brand=asked["brand_name"])


async def _finish(viewer: Viewer, intent: Intent) -> Done:
    joined = await accept_invitation(viewer, intent.subject, intent.text("key"))
    return Done(f"/brands/{joined['public_id']}/studio", N_("欢迎加入“%(brand)s”。"), {"brand": joined["name"]})


INTENTS = {"join_team": Kind(_what, _finish)}
