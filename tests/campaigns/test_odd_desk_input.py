"""What no page of the desk would send is answered with a sentence or with “not found”, never with a fault of ours."""

from typing import Any

import httpx
import pytest

from app.foundation.database import row, value
from tests.campaigns.makers import make_tier
from tests.campaigns.test_tier_desk import TIER, desk

pytestmark = pytest.mark.usefixtures("db")
HUGE = "9" * 20


async def sent(client: httpx.AsyncClient, to: str, **form: Any) -> int:
    return (await client.post(to, data=form)).status_code


async def test_an_id_larger_than_any_is_nothing_that_is_there(client: httpx.AsyncClient) -> None:
    campaign, url = await desk(client)
    tier = await make_tier(campaign)
    for number in (HUGE, f"-{HUGE}"):
        assert (await client.get(f"{url}/items/{number}")).status_code == 404
        assert await sent(client, f"{url}/tiers/{tier['public_id']}/guests/{number}/removal") == 303
    assert await sent(client, f"{url}/tiers", **(TIER | {"has": HUGE, "count": "1"})) == 422


async def test_a_stock_number_is_as_long_as_it_is_in_capitals(client: httpx.AsyncClient) -> None:
    _, url = await desk(client)
    item = {"title": "灯罩", "kind": "physical", "choice": "颜色", "variant": "", "variant_title": "米白"}
    assert await sent(client, f"{url}/items", **(item | {"variant_sku": "ß" * 21})) == 422
    assert await sent(client, f"{url}/items", **(item | {"variant_sku": "ß" * 20})) == 303
    assert await value("select sku from variant") == "SS" * 20


async def test_a_tier_goes_though_a_draft_of_an_update_was_meant_for_it(client: httpx.AsyncClient) -> None:
    campaign, url = await desk(client)
    tier = await make_tier(campaign)
    await client.post(f"{url}/updates")
    update = await value("select public_id from campaign_update")
    words = {"title": "打样", "body": "只给你们看。", "audience": "tier", "tier": tier["public_id"]}
    assert await sent(client, f"{url}/updates/{update}/revisions", **words, do="save") == 303
    assert await sent(client, f"{url}/tiers/{tier['public_id']}/removal") == 303
    kept = await row("select title, audience, tier from campaign_update")
    assert kept == {"title": "打样", "audience": "tier", "tier": None}


async def test_a_draft_sent_without_its_revision_is_shown_again(client: httpx.AsyncClient) -> None:
    _, url = await desk(client)
    await client.post(f"{url}/updates")
    update = await value("select public_id from campaign_update")
    assert await sent(client, f"{url}/updates/{update}/revisions", title="长" * 61, body="字") == 422
