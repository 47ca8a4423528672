"""What may be begun signed out, or on a page opened by its link, and is finished once it is known who one is."""

from typing import Any
from urllib.parse import urlencode

import msgspec

from app.accounts.intents.kinds import Done, Intent, Kind
from app.accounts.intents.queries import intent_key
from app.accounts.viewer import ANONYMOUS, Viewer
from app.foundation.database import row
from app.foundation.i18n import N_, translate
from app.foundation.refusals import NotFound, Refusal, SlowDown
from app.papers.actions import agree
from app.web.forms import read_values
from campaigns.beginning import NOT_YOURS
from campaigns.fulfilment.actions import confirm_receipt, give_destination
from campaigns.fulfilment.forms import DestinationForm
from campaigns.fulfilment.queries import find_perk
from campaigns.fulfilment.wording import one_line
from campaigns.pledging.actions import cancel_pledge
from campaigns.pledging.claiming import priced_order
from campaigns.pledging.forms import PledgeForm
from campaigns.pledging.linking import way_to_pay
from campaigns.pledging.placing import WAITING_NOW, entry_instead, place_order
from campaigns.pledging.queries import find_offer, find_pledge
from campaigns.queries import campaign_by_public_id
from campaigns.waiting.telling import entry_address


async def _about_pledge(intent: Intent) -> str:
    campaign = await campaign_by_public_id(ANONYMOUS, intent.subject)
    form = read_values(PledgeForm, dict(intent.fields))
    tier = await find_offer(0, campaign["id"], intent.text("tier"), opened=True)  # it was by its link that they came this far
    if tier is None or not form.ok:
        return ""
    try:
        total = (await priced_order(campaign, form.data)).total
    except Refusal:  # said once they are in, where the form stands
        return translate(N_("支持《%(campaign)s》：%(tier)s"), campaign=campaign["title"], tier=tier["title"])
    return translate(N_("支持《%(campaign)s》：%(tier)s，%(total)s"), campaign=campaign["title"], tier=tier["title"], total=total)


async def _pledge(viewer: Viewer, intent: Intent) -> Done:
    """The place is taken and one stands before paying. What can't be had any more is said where the other tiers stand."""
    campaign = await campaign_by_public_id(viewer, intent.subject)
    form = read_values(PledgeForm, dict(intent.fields)).data
    try:
        pledge = await place_order(viewer, campaign, form, intent.ref)
        await agree(viewer.id, "pledge")
    except (NotFound, SlowDown):
        raise
    except Refusal as refusal:
        if entry := await entry_instead(viewer, campaign, form, refusal, intent.ref):
            return Done(entry_address(entry["public_id"]), WAITING_NOW, {"n": entry["place"]})
        asked = urlencode({"intent": intent_key(intent.public_id)})  # with everything that was typed
        return Done(f"/campaigns/{campaign['public_id']}/pledges/new?{asked}", refusal.sentence, refusal.params, onward=True)
    return Done(await way_to_pay(pledge), N_("名额占好了，付款后就算支持成功。"), onward=True)


async def _about(table: str, sentence: str, intent: Intent) -> str:
    found = await row(
        f"select c.title from {table} x join campaign c on c.id = x.campaign where x.public_id = {{}}", intent.subject
    )
    return translate(sentence, campaign=found["title"]) if found else ""


async def _about_cancelling(intent: Intent) -> str:
    return await _about("pledge", N_("取消对《%(campaign)s》的支持"), intent)


async def _cancel(viewer: Viewer, intent: Intent) -> Done:
    pledge = await find_pledge(viewer, intent.subject)
    if pledge is None:
        raise Refusal(NOT_YOURS)
    await cancel_pledge(viewer, pledge)
    return Done(f"/pledges/{intent.subject}", N_("对《%(campaign)s》的支持取消了。"), {"campaign": pledge["campaign_title"]})


async def _own_perk(viewer: Viewer, intent: Intent) -> dict[str, Any]:
    perk = await find_perk(viewer, intent.subject)
    if perk is None:
        raise Refusal(NOT_YOURS)
    return perk


async def _about_address(intent: Intent) -> str:
    """With the address: whoever holds the perk's link may have typed it, and its owner says yes to where the parcel goes."""
    sentence = await _about("perk", N_("给《%(campaign)s》的权益填收货地址"), intent)
    form = read_values(DestinationForm, dict(intent.fields))
    return f"{sentence} · {form.data.name} · {one_line(msgspec.structs.asdict(form.data))}" if sentence and form.ok else sentence


async def _give_address(viewer: Viewer, intent: Intent) -> Done:
    perk = await _own_perk(viewer, intent)
    await give_destination(viewer, perk, read_values(DestinationForm, dict(intent.fields)).data)
    return Done(f"/perks/{intent.subject}", N_("“%(perk)s”的地址收到了。"), {"perk": perk["title"]})


async def _about_receipt(intent: Intent) -> str:
    return await _about("perk", N_("确认收到《%(campaign)s》的权益"), intent)


async def _receive(viewer: Viewer, intent: Intent) -> Done:
    perk = await _own_perk(viewer, intent)
    await confirm_receipt(viewer, perk)
    return Done(f"/perks/{intent.subject}", N_("“%(perk)s”已确认收货。"), {"perk": perk["title"]})


INTENTS = {
    "pledge": Kind(_about_pledge, _pledge),
    "cancel_pledge": Kind(_about_cancelling, _cancel),
    "perk_address": Kind(_about_address, _give_address),
    "perk_receipt": Kind(_about_receipt, _receive),
}
