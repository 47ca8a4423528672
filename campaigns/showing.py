"""What a campaign's public page puts together: its people, its places, its progress."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zlib import crc32

from app.accounts.queries import people
from app.accounts.viewer import Viewer
from app.foundation.i18n import N_, ngettext, translate
from app.foundation.money import Money
from app.web.formats import moment, number, percent
from campaigns.halting.queries import stopped_of
from campaigns.halting.wording import fates
from campaigns.queries import numbers_of, perk_counts
from campaigns.reserving.queries import reservations_of
from campaigns.rules import SUCCESSFUL, Numbers, has_stopped, is_early, is_open, station, takes_late
from campaigns.sections.showing import sections_of
from campaigns.stretching.queries import stretch_context
from campaigns.tiers.showing import tickets_of
from campaigns.updates.queries import strip_of
from campaigns.updates.rules import days_overdue
from campaigns.updates.showing import late_word, rhythm_of
from campaigns.watching.own import FOR_ONE
from campaigns.wording import next_step, standing, state_tone, state_word
from ideas.agreeing.queries import accepted_agreement
from ideas.reviewing.people import is_supporter

# What a perk's state means to somebody outside: waiting for an address, being made, on its way, in hand; ever sent.
STAGES = {
    "waiting": ("answers_due",),
    "making": ("owed", "answered", "locked", "packed", "released", "entered", "drawn", "ticketed"),
    "sent": ("dispatched", "delivered", "exception"),
    "in_hand": ("received", "named", "published", "claimed", "checked_in"),
    "shipped": ("dispatched", "delivered", "exception", "received", "return_asked", "returned", "replaced"),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """The numbers of a campaign and what they mean, in words."""

    numbers: Numbers
    percent: int
    standing: str
    word: str
    tone: str

    @property
    def mark(self) -> str:
        """Another one whenever a reader would see something else."""
        return f"{crc32(repr((self.numbers, self.standing, self.word)).encode()):08x}"


async def progress_of(campaign: dict[str, Any]) -> Progress:
    numbers = (await numbers_of([campaign]))[campaign["id"]]
    return Progress(
        numbers=numbers,
        percent=percent(numbers.pledged, campaign["goal"] or 0),
        standing=standing(campaign, numbers, campaign["now"]),
        word=state_word(campaign["state"]),
        tone=state_tone(campaign["state"]),
    )


async def delivery_of(campaign: dict[str, Any]) -> dict[str, int]:
    """How many perks are at which stage; empty before anything is owed."""
    if campaign["state"] not in SUCCESSFUL:
        return {}
    counts = await perk_counts(campaign["id"])
    return {stage: sum(counts.get(state, 0) for state in states) for stage, states in STAGES.items()} if counts else {}


@dataclass(frozen=True, slots=True)
class Early:
    """Its first hours, for the idea's people only. `is_mine`: the viewer is one of them; None for somebody signed out."""

    until: datetime
    is_mine: bool | None
    reservations: dict[str, Any]

    @property
    def is_shut(self) -> bool:
        return self.is_mine is False


async def early_of(viewer: Viewer, campaign: dict[str, Any], is_mine: bool | None = None) -> Early | None:
    """`is_mine` where it is known already."""
    if not is_early(campaign):
        return None
    if is_mine is None and viewer.is_signed_in:
        is_mine = await is_supporter(viewer.id, campaign["idea"])
    return Early(campaign["early_ends_at"], is_mine, await reservations_of(viewer, campaign))


async def show_context(campaign: dict[str, Any]) -> dict[str, Any]:
    progress, delivery = await progress_of(campaign), await delivery_of(campaign)
    author = (await people([campaign["idea_author"]])).get(campaign["idea_author"])
    tiers, add_ons = await tickets_of(campaign)
    return FOR_ONE | {
        "campaign": campaign,
        "progress": progress,
        "delivery": delivery,
        "author": author,
        "tiers": tiers,
        "add_ons": add_ons,
        **await stretch_context(campaign, progress.numbers),
        "news": await strip_of(campaign["id"]),
        "rhythm": rhythm_of(campaign),
        "stopped": await stopped_of(campaign),
        "fates": fates(campaign["state"]),
        "sections": await sections_of(campaign, tiers),
        "is_open": is_open(campaign),
        "is_decided": campaign["state"] in SUCCESSFUL,
        "agreement": await accepted_agreement(campaign["idea"]) if campaign["idea"] else None,
        "rail": rail_of(campaign, progress.numbers, author.name if author else "", delivery),
        "now": campaign["now"],
    }


def rail_of(campaign: dict[str, Any], numbers: Numbers, author: str, delivery: dict[str, int]) -> dict[str, Any]:
    """Arguments of the macro `rail`: where this stands and who brought it here."""
    shipped = delivery.get("shipped", 0)
    backers = ngettext("%(n)s 位支持者", "%(n)s 位支持者", numbers.backers) % {"n": number(numbers.backers)}
    notes = {"fund": backers} if numbers.backers else {}
    if author:
        notes["idea"] = translate(N_("%(name)s提出"), name=author)
        if campaign["idea_votes"] is not None:  # its challenge may still hide them
            notes["vote"] = translate(N_("%(n)s 人投票"), n=number(campaign["idea_votes"]))
    if shipped:
        notes["hand"] = translate(N_("已寄出 %(n)s 件"), n=number(shipped))
    return {
        "at": station(campaign["state"], bool(shipped)),
        "notes": notes,
        "next": next_step(campaign),
        "ended": has_stopped(campaign["state"]),
    }


def card(campaign: dict[str, Any]) -> dict[str, Any]:
    """Arguments of the macro `campaign_card`; without a percentage while nothing can be pledged yet."""
    numbers: Numbers = campaign["numbers"]
    is_coming = campaign["state"] == "prelaunch"
    return {
        "href": f"/campaigns/{campaign['public_id']}",
        "title": campaign["title"],
        "lang": campaign["lang"],
        "picture": f"/media/{campaign['cover']}/480.webp" if campaign["cover"] else "",
        "brand": campaign["brand_name"],
        "percent": None if is_coming else percent(numbers.pledged, campaign["goal"] or 0),
        "pledged": Money(numbers.pledged, campaign["currency"]),
        "left": _card_line(campaign, numbers),
        "at": "fund" if station(campaign["state"]) == "fund" else "hand",
        "ended": has_stopped(campaign["state"]),
        "state_word": state_word(campaign["state"]),
        "state_tone": state_tone(campaign["state"]),
        "late": late_word(days_overdue(campaign)),
    }


def _card_line(campaign: dict[str, Any], numbers: Numbers) -> str:
    if takes_late(campaign):
        return translate(N_("已达标，还能补筹"))
    if campaign["state"] != "prelaunch":
        return standing(campaign, numbers, campaign["now"])
    waiting = campaign.get("onlookers", 0)
    opens_at = campaign["opens_at"]
    words = [translate(N_("%(when)s开始"), when=moment(opens_at)) if opens_at else translate(N_("日子还没定"))]
    if waiting:
        words.append(ngettext("%(n)s 人在等", "%(n)s 人在等", waiting) % {"n": number(waiting)})
    return translate(N_("，")).join(words)
