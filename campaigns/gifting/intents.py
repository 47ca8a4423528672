"""A gift taken before signing in."""

from app.accounts.intents.kinds import Done, Intent, Kind
from app.accounts.viewer import Viewer
from app.foundation.database import row
from app.foundation.i18n import N_, translate
from campaigns.gifting.actions import accept_gift
from campaigns.gifting.queries import SHOWN, opened_gift


async def what(intent: Intent) -> str:
    gift = await row(f"{SHOWN} where g.public_id = {{}}", intent.subject)
    return (
        translate(N_("收下礼物：《%(campaign)s》%(tier)s"), campaign=gift["campaign_title"], tier=gift["tier_title"])
        if gift
        else ""
    )


async def finish(viewer: Viewer, intent: Intent) -> Done:
    gift = await opened_gift(viewer, intent.subject, intent.text("key"))  # the giver may have taken the link back meanwhile
    await accept_gift(viewer, gift["public_id"])
    return Done(f"/gifts/{intent.subject}", N_("收下了，这份权益现在是你的。"))


INTENTS = {"gift": Kind(what, finish)}
