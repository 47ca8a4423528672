"""Entries with their words, for tickets and lists."""

from typing import Any

from app.accounts.viewer import Viewer
from campaigns.waiting.queries import entries_of, waits_in
from campaigns.waiting.wording import sentence, state_tone, state_word


def in_words(entry: dict[str, Any]) -> dict[str, Any]:
    """`has_offer`: there is something to do now."""
    has_offer = entry["state"] == "offered" and entry["is_to_be_had"] and entry["offer_ends_at"] > entry["now"]
    words = {"sentence": sentence(entry), "word": state_word(entry["state"]), "tone": state_tone(entry["state"])}
    return entry | words | {"has_offer": has_offer}


async def waits_on_tickets(viewer: Viewer, campaign: int) -> dict[int, dict[str, Any]]:
    """By tier, where the viewer waits now."""
    return {tier: in_words(entry) for tier, entry in (await waits_in(viewer, campaign)).items()}


async def my_waits(viewer: Viewer, *, only_open: bool = False) -> list[dict[str, Any]]:
    return [in_words(entry) for entry in await entries_of(viewer, only_open=only_open)]
