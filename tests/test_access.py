"""Every route, tried by those it isn't meant for: strangers, and the owner of another brand with this one's addresses."""

import re
from typing import Any

import httpx
import pytest

from app import rooms
from app.brands.actions import invite
from app.foundation.database import row, transaction
from campaigns.fulfilment.owing import owe_perks
from tests.campaigns.makers import make_campaign, make_pledge, make_tier
from tests.ideas.makers import make_challenge, make_idea
from tests.people import desk_of, make_brand, make_member, wear
from tests.people import sign_in as new_session

pytestmark = pytest.mark.usefixtures("db")

STUDIO = "/brands/{brand_id:str}/studio"
ROUTES = sorted((path, "POST" if "POST" in one.http_methods else "GET") for one in rooms.route_handlers() for path in one.paths)


class Undone(Exception):
    """What a request changed is taken back."""


async def ask(client: httpx.AsyncClient, method: str, path: str, token: str = "") -> httpx.Response:
    client.cookies.clear()
    if token:
        wear(client, token)
    answer: Any = None
    try:
        async with transaction():
            answer = await client.request(method, path)
            raise Undone
    except Undone:
        return answer


async def things_of_a_brand() -> dict[str, str]:
    """Public ids of everything that belongs to a brand and its backers, by the names of path parameters."""
    owner = await make_member()
    brand = await make_brand(owner)
    desk = await desk_of(brand, owner)
    challenge = await make_challenge(desk, owner)
    idea = await make_idea(challenge=challenge)
    campaign = await make_campaign(brand=brand)
    tier = await make_tier(campaign)
    pledge = await make_pledge(campaign, tier, state="collected")
    await owe_perks(pledge["id"])
    perk = await row("select public_id from perk")
    made = {
        "brand": brand,
        "challenge": challenge,
        "idea": idea,
        "campaign": campaign,
        "tier": tier,
        "pledge": pledge,
        "perk": perk,
    }
    ids = {f"{name}_id": thing["public_id"] for name, thing in made.items() if thing}
    invitation = await invite(owner, desk, "somebody@people.test", "owner")
    return ids | {"member_id": owner.public_id, "invitation_id": invitation}


def filled(path: str, ids: dict[str, str]) -> str:
    return re.sub(r"\{(\w+):\w+\}", lambda found: ids.get(found[1], "1"), path)


async def test_a_brands_desk_is_nobody_elses(client: httpx.AsyncClient) -> None:
    ids = await things_of_a_brand()
    stranger = await new_session(client, await make_member())
    for path, method in ROUTES:
        if path.startswith(STUDIO):
            assert (await ask(client, method, filled(path, ids), stranger)).status_code == 404, path
            assert (await ask(client, method, filled(path, ids))).headers["location"].startswith("/sign-in"), path


async def test_the_own_desk_opens_nothing_of_another_brand(client: httpx.AsyncClient) -> None:
    ids = await things_of_a_brand()
    other = await make_member()
    token = await new_session(client, other)
    own = ids | {"brand_id": (await make_brand(other))["public_id"]}
    for path, method in ROUTES:
        if path.startswith(STUDIO) and path.count("{") > 1:
            answer = await ask(client, method, filled(path, own), token)
            assert answer.status_code in (404, 409, 422), path
            assert method == "POST" or answer.status_code == 404, path


async def test_pledges_perks_and_the_staffs_desk_are_not_there_for_others(client: httpx.AsyncClient) -> None:
    ids = await things_of_a_brand()
    stranger = await new_session(client, await make_member())
    for path, method in ROUTES:
        if path.startswith(("/pledges/{", "/perks/{", "/staff")):
            assert (await ask(client, method, filled(path, ids), stranger)).status_code == 404, path
            assert (await ask(client, method, filled(path, ids) + "?key=guessed.key", stranger)).status_code == 404, path
