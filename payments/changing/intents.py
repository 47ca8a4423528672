"""A change asked for on a page opened by its link: done once it is known that it is the backer."""

from app.accounts.intents.kinds import Done, Intent, Kind
from app.accounts.viewer import Viewer
from app.foundation.database import row
from app.foundation.i18n import N_, translate
from app.foundation.money import Money
from app.foundation.refusals import Refusal
from app.web.forms import read_values
from campaigns.beginning import NOT_YOURS
from campaigns.changing.forms import ChangeForm
from campaigns.pledging.linking import pledge_address
from campaigns.pledging.queries import find_pledge
from campaigns.waiting.queries import is_opened
from payments.changing.actions import begin_change


async def _about(intent: Intent) -> str:
    form = read_values(ChangeForm, dict(intent.fields))
    found = await row(
        "select c.title, p.currency from pledge p join campaign c on c.id = p.campaign where p.public_id = {}", intent.subject
    )
    if found is None or not form.ok or form.data.seen is None:
        return ""
    total = Money(form.data.seen, found["currency"])
    return translate(N_("把对《%(campaign)s》的支持改成合计 %(total)s"), campaign=found["title"], total=total)


async def _change(viewer: Viewer, intent: Intent) -> Done:
    pledge = await find_pledge(viewer, intent.subject)
    if pledge is None:
        raise Refusal(NOT_YOURS)
    form = read_values(ChangeForm, dict(intent.fields)).data
    home = f"/pledges/{intent.subject}"
    try:
        made = await begin_change(viewer, pledge["id"], form, opened=await is_opened(form.tier, form.key))
    except Refusal as refusal:
        return Done(f"{home}/change", refusal.sentence, refusal.params, onward=True)
    if made["state"] == "held":
        to = await pledge_address(intent.subject, pledge["backer"], "/change")
        return Done(to, N_("想改成的名额占好了，补完差价就生效。"), onward=True)
    if pledge["state"] == "started":
        return Done(f"{home}/checkout", N_("改好了，按新的合计付款。"), onward=True)
    return Done(home, N_("对《%(campaign)s》的支持改好了。"), {"campaign": pledge["campaign_title"]})


INTENTS = {"change_pledge": Kind(_about, _change)}
