"""A place on a waitlist begun signed out."""

from typing import Any
from urllib.parse import urlencode

from app.accounts.intents.kinds import Done, Intent, Kind
from app.accounts.viewer import ANONYMOUS, Viewer
from app.foundation.i18n import N_, translate
from app.foundation.refusals import NotFound, Refusal, SlowDown
from app.web.forms import read_values
from campaigns.pledging.queries import find_offer
from campaigns.queries import campaign_by_public_id
from campaigns.waiting.actions import join_waitlist
from campaigns.waiting.forms import WishForm
from campaigns.waiting.queries import is_opened
from campaigns.waiting.rules import StillFree
from campaigns.waiting.telling import entry_address

JOINED = N_("排上了，你是第 %(n)s 号。轮到你会马上告诉你。")


async def what(intent: Intent) -> str:
    campaign_id, tier_id = intent.subject.split(":")
    campaign = await campaign_by_public_id(ANONYMOUS, campaign_id)
    tier = await find_offer(0, campaign["id"], tier_id, opened=True)
    if tier is None:
        return ""
    return translate(N_("排《%(campaign)s》“%(tier)s”的候补"), campaign=campaign["title"], tier=tier["title"])


async def finish(viewer: Viewer, intent: Intent) -> Done:
    campaign_id, tier_id = intent.subject.split(":")
    campaign = await campaign_by_public_id(viewer, campaign_id)
    form: Any = read_values(WishForm, dict(intent.fields))
    quantity, opened = form.data.quantity if form.ok else 1, await is_opened(tier_id, intent.text("key"))
    try:
        entry = await join_waitlist(viewer, campaign, tier_id, quantity, intent.ref, opened=opened)
    except (NotFound, SlowDown):
        raise
    except StillFree as free:
        asked = urlencode({"tier": tier_id, "quantity": quantity})
        return Done(f"/campaigns/{campaign_id}/pledges/new?{asked}", free.sentence, free.params, onward=True)
    except Refusal as refusal:
        return Done(f"/campaigns/{campaign_id}/tiers/{tier_id}/waitlist", refusal.sentence, refusal.params, onward=True)
    return Done(entry_address(entry["public_id"]), JOINED, {"n": entry["place"]})


INTENTS = {"waitlist": Kind(what, finish)}
