"""A reservation begun signed out."""

from app.accounts.intents.kinds import Done, Intent, Kind
from app.accounts.viewer import ANONYMOUS, Viewer
from app.foundation.i18n import N_, translate
from app.web.forms import read_values
from campaigns.queries import campaign_by_public_id
from campaigns.reserving.actions import reserve
from campaigns.reserving.forms import ReservationForm


async def what(intent: Intent) -> str:
    campaign = await campaign_by_public_id(ANONYMOUS, intent.subject)
    return translate(N_("预约《%(campaign)s》"), campaign=campaign["title"])


async def finish(viewer: Viewer, intent: Intent) -> Done:
    campaign = await campaign_by_public_id(viewer, intent.subject)
    form = read_values(ReservationForm, dict(intent.fields))
    await reserve(viewer, campaign, form.data if form.ok else None, intent.ref)
    url = f"/campaigns/{campaign['public_id']}"
    return Done(url, N_("预约了《%(campaign)s》，一开始就告诉你。"), {"campaign": campaign["title"]})


INTENTS = {"reservation": Kind(what, finish)}
