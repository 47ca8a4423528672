"""A change begun on a page opened by its link: done by the code, once, by the backer alone."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.accounts.capabilities import capability_key
from app.accounts.intents.actions import finish_intent
from app.accounts.intents.kinds import Done, Intent
from app.accounts.intents.queries import intent_by_key, what_will_be_done
from app.accounts.viewer import Viewer
from app.foundation.database import execute, value
from tests.campaigns.changing import backer_of
from tests.campaigns.makers import anyone_new, fresh_pledge, make_campaign, make_pledge, make_tier
from tests.payments.changing.pages import fields

pytestmark = pytest.mark.usefixtures("db")


async def begun(client: httpx.AsyncClient, *, method: str = "card", state: str = "promised") -> tuple[dict[str, Any], Intent]:
    """From 1 to 3 of ¥19.90."""
    campaign = await make_campaign(lasts=timedelta(days=5))
    pledge = await make_pledge(campaign, await make_tier(campaign, cap=5), method=method, state=state)
    address = f"/pledges/{pledge['public_id']}/change"
    keyed = f"{address}?key={await capability_key('pledge', pledge['public_id'], member=pledge['backer'])}"
    form = fields(await client.get(keyed)) | {"quantity": "3", "seen": "5970"}
    answer = await client.post(keyed, data=form)
    assert answer.status_code == 303, answer.text
    intent = await intent_by_key(httpx.URL(answer.headers["location"]).params["intent"])
    assert intent is not None
    return pledge, intent


async def finished(viewer: Viewer, intent: Intent) -> tuple[str, Done | None]:
    ended, done = await finish_intent(viewer, intent)
    return ended.outcome(), done


async def test_the_code_makes_it_so_once(client: httpx.AsyncClient) -> None:
    pledge, intent = await begun(client)
    assert "合计 ¥59.70" in await what_will_be_done(intent)
    said, done = await finished(await backer_of(pledge), intent)
    assert "改好了" in said and done is not None
    await finished(await backer_of(pledge), intent)
    assert (await fresh_pledge(pledge))["quantity"] == 3
    assert await value("select count(*) from pledge_change") == 1


async def test_what_is_to_be_paid_is_held_and_one_stands_before_paying(client: httpx.AsyncClient) -> None:
    pledge, intent = await begun(client, method="alipay", state="paid")
    _, done = await finished(await backer_of(pledge), intent)
    assert done is not None and done.onward and "/change?key=" in done.url
    client.cookies.clear()
    assert "补 ¥39.80，改动就生效" in (await client.get(done.url)).text


async def test_somebody_else_s_account_changes_nothing(client: httpx.AsyncClient) -> None:
    pledge, intent = await begun(client)
    said, _ = await finished(await anyone_new(), intent)
    assert "不是他的账号" in said
    assert (await fresh_pledge(pledge))["quantity"] == 1


async def test_what_can_t_be_had_any_more_is_said_where_it_was_asked(client: httpx.AsyncClient) -> None:
    pledge, intent = await begun(client)
    await execute("update tier set taken = 5")
    said, done = await finished(await backer_of(pledge), intent)
    assert "没有名额了" in said
    assert done is not None and done.url.endswith("/change")
