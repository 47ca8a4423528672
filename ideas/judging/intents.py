"""Taking a seat on a jury, begun signed out by the invitation's link."""

from app.accounts.capabilities import opens
from app.accounts.intents.kinds import Done, Intent, Kind
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_, translate
from app.foundation.refusals import NotFound
from ideas.judging.actions import SCOPE, take_seat
from ideas.judging.queries import invitation


async def _what(intent: Intent) -> str:
    if not await opens(intent.text("key"), SCOPE, intent.subject):
        raise NotFound
    asked = await invitation(intent.subject)
    return translate(N_("当《%(challenge)s》的评审"), challenge=asked["challenge"])


async def _finish(viewer: Viewer, intent: Intent) -> Done:
    seat = await take_seat(viewer, intent.subject, intent.text("key"))
    return Done(f"/jury/{seat['public_id']}", N_("你是《%(challenge)s》的评审了。"), {"challenge": seat["title"]})


INTENTS = {"join_jury": Kind(_what, _finish)}
