"""What the front page shows of campaigns: each once, where it matters most."""

from typing import Any

from app.foundation.database import rows
from app.foundation.i18n import N_, translate
from app.web.formats import number
from campaigns.discovering.queries import first_of
from campaigns.showing import card

ROW = 3
BELLS = 4
# In the order in which a campaign is given to one of them. Twice as many are asked for: some stand elsewhere already.
SIZES = {"ending": ROW, "loved": 3 * ROW, "newest": 2 * ROW, "coming": BELLS, "made": ROW, "succeeded": ROW}


async def front(brand: str = "") -> dict[str, list[dict[str, Any]]]:
    found = await first_of(SIZES, brand)
    given: set[int] = set()

    def take(name: str, most: int = ROW) -> list[dict[str, Any]]:
        new = [one for one in found[name] if one["id"] not in given and (name != "loved" or one["state"] == "live")][:most]
        given.update(one["id"] for one in new)
        return new

    ending, loved, newest = take("ending"), take("loved"), take("newest")
    made = [*take("made"), *take("succeeded")][:ROW]
    in_hand = await _in_hand([one["id"] for one in made])
    return {
        "ending": [card(one) for one in ending],
        "loved": [card(one) for one in loved],
        "newest": [card(one) for one in newest],
        "coming": [one for one in found["coming"] if one["state"] == "prelaunch"],
        "made": [card(one) | {"note": _note(in_hand.get(one["id"], 0))} for one in made],
    }


async def _in_hand(ids: list[int]) -> dict[int, int]:
    found = await rows("select campaign, in_hand from campaign_delivery where campaign = any({}::bigint[])", ids)
    return {one["campaign"]: one["in_hand"] for one in found}


def _note(in_hand: int) -> str:
    return translate(N_("%(n)s 份权益已经到手"), n=number(in_hand)) if in_hand else ""
