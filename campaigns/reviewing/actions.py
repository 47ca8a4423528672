"""Staff's verbs: approve a submitted campaign, or ask for changes with a sentence to each section that needs them."""

from typing import Any

from app.accounts.viewer import Viewer
from app.foundation.database import transaction
from app.foundation.i18n import N_
from app.foundation.lifecycle import move
from app.foundation.refusals import Refusal
from app.notifications.actions import notify
from campaigns.reviewing.rounds import end_round, note_sections
from campaigns.sections.rules import SECTIONS
from campaigns.tables import Campaign
from campaigns.telling import desk_address, editors_of


async def approve_campaign(viewer: Viewer, campaign: dict[str, Any]) -> None:
    async with transaction():
        await move(Campaign, campaign["id"], "approved", actor=viewer.id)
        await end_round(campaign["id"], "approved", viewer)
        await notify(
            await editors_of(campaign),
            "campaign_approved",
            desk_address(campaign),
            campaign=campaign["title"],
        )


async def request_changes(viewer: Viewer, campaign: dict[str, Any], why: str, notes: dict[str, str] | None = None) -> None:
    """`notes` by section; `why` is said about the whole."""
    said = {key: text for key, text in (notes or {}).items() if text and key in SECTIONS}
    if not why and not said:
        raise Refusal(N_("说清楚要改什么：在要改的那一节写一句，或者写在这里。"), field="why")
    async with transaction():
        await move(Campaign, campaign["id"], "changes_requested", actor=viewer.id, why=why)
        if (round_ := await end_round(campaign["id"], "changes_requested", viewer, why)) is not None:
            await note_sections(round_, said)
        await notify(
            await editors_of(campaign),
            "campaign_changes_requested",
            desk_address(campaign),
            campaign=campaign["title"],
            why=_summed_up(why, said),
        )


def _summed_up(why: str, notes: dict[str, str]) -> str:
    """In the words that were written: the notice is read in any language."""
    return " / ".join(one for one in (why, *notes.values()) if one)[:600]
