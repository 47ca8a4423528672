"""Capability links: each opens its one thing and nothing else; none changes anything; dead ones say so in a sentence."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import httpx
import pytest

from app.accounts.capabilities import SCOPES, capability_key, revoke
from app.accounts.viewer import Viewer, find_member
from app.brands.actions import invite
from app.foundation.clock import shift
from app.foundation.database import execute, row, value
from campaigns.fulfilment.owing import owe_perks
from tests.campaigns.makers import anyone_new, make_campaign, make_pledge, make_tier
from tests.people import desk_of, make_brand, make_member, sign_in

pytestmark = pytest.mark.usefixtures("db")

DAY = timedelta(days=1)

# What each scope's key is for; `{}` is the public id that it was made for.
OPENS = {
    "pledge": ("/pledges/{}", "/pledges/{}/standing", "/pledges/{}/checkout"),
    "pay": ("/pledges/{}/pay", "/pledges/{}/pay/standing"),
    "perk": ("/perks/{}",),
    "preview": ("/campaigns/{}/preview",),
    "invitation": ("/invitations/{}",),
    "unsubscribe": ("/unsubscribe/{}",),
}
EVERYWHERE = [(scope, path) for scope, paths in OPENS.items() for path in paths]


async def subjects() -> dict[str, str]:
    """One thing of each kind, by the scope that opens it; the pledge waits to be paid, its perk is on its way."""
    owner = await make_member()
    brand = await make_brand(owner)
    campaign = await make_campaign(brand=brand)
    pledge = await make_pledge(campaign, await make_tier(campaign), method="alipay", state="started")
    await owe_perks(pledge["id"])
    perk = await row("update perk set state = 'dispatched' returning public_id")
    draft = await make_campaign(brand=brand, state="draft")
    invitation = await invite(owner, await desk_of(brand, owner), "somebody@people.test", "editor")
    assert perk is not None
    return {
        "pledge": pledge["public_id"], "pay": pledge["public_id"], "perk": perk["public_id"],
        "preview": draft["public_id"], "invitation": invitation, "unsubscribe": f"{owner.public_id}.digest",
    }  # fmt: skip


@pytest.mark.parametrize("scope", [*OPENS, "intent"])
async def test_a_key_opens_its_own_pages_and_no_other_scope_s(client: httpx.AsyncClient, scope: str) -> None:
    ids = await subjects()
    for wanted, path in EVERYWHERE:
        # As generous as a mistake could be: the key of this scope, made for the very subject of that page.
        key = await capability_key(scope, ids[wanted])
        answer = await client.get(path.format(ids[wanted]), params={"key": key})
        opened = wanted == scope
        assert answer.status_code == (200 if opened else 404), (scope, path, answer.status_code)
        if opened:
            headers = answer.headers
            assert (headers["cache-control"], headers["x-robots-tag"]) == ("no-store", "noindex"), path
            assert headers["referrer-policy"] == "no-referrer", path


async def another_subject(client: httpx.AsyncClient, scope: str, ids: dict[str, str]) -> str:
    return await capability_key(scope, "k7m2qxbb")


async def forged(client: httpx.AsyncClient, scope: str, ids: dict[str, str]) -> str:
    key = await capability_key(scope, ids[scope])
    return key[:-1] + ("0" if key[-1] != "0" else "1")


async def revoked(client: httpx.AsyncClient, scope: str, ids: dict[str, str]) -> str:
    key = await capability_key(scope, ids[scope])
    await revoke(scope, ids[scope])
    return key


async def expired(client: httpx.AsyncClient, scope: str, ids: dict[str, str]) -> str:
    key = await capability_key(scope, ids[scope])
    await shift(SCOPES[scope] + DAY)
    return key


async def cut_off(client: httpx.AsyncClient, scope: str, ids: dict[str, str]) -> str:
    return (await capability_key(scope, ids[scope])).partition(".")[0]


@pytest.mark.parametrize("scope", OPENS)
@pytest.mark.parametrize("spoil", [another_subject, forged, revoked, expired, cut_off])
async def test_a_dead_or_foreign_key_is_answered_by_a_sentence(
    client: httpx.AsyncClient, scope: str, spoil: Callable[[httpx.AsyncClient, str, dict[str, str]], Awaitable[str]]
) -> None:
    ids = await subjects()
    key = await spoil(client, scope, ids)
    for path in OPENS[scope]:
        answer = await client.get(path.format(ids[scope]), params={"key": key})
        assert answer.status_code == 404, path
        assert "失效" in answer.text, path


async def test_no_get_by_a_link_changes_a_row(client: httpx.AsyncClient) -> None:
    ids = await subjects()
    keys = {scope: await capability_key(scope, ids[scope]) for scope in OPENS}
    counts = "select sum(n_tup_ins + n_tup_upd + n_tup_del) from pg_stat_xact_user_tables"
    before = await value(counts)
    for scope, path in EVERYWHERE:
        assert (await client.get(path.format(ids[scope]), params={"key": keys[scope]})).status_code == 200
    assert await value(counts) == before


CHANGES = {
    "cancelling": ("pledge", "/pledges/{}/cancellation", {}),
    "receiving": ("perk", "/perks/{}/receipt", {}),
    "giving an address": (
        "perk",
        "/perks/{}/destination",
        {"name": "小满", "phone": "13800000000", "country": "CN", "city": "杭州", "line1": "文三路 100 号"},
    ),
    "joining": ("invitation", "/invitations/{}/acceptance", {}),
}


@pytest.mark.parametrize("case", CHANGES)
async def test_the_link_alone_changes_nothing(client: httpx.AsyncClient, case: str) -> None:
    scope, path, form = CHANGES[case]
    ids = await subjects()
    await execute("update perk set state = 'answers_due'") if case == "giving an address" else None
    key = await capability_key(scope, ids[scope])
    answer = await client.post(path.format(ids[scope]), params={"key": key}, data=form | {"key": key})
    assert answer.headers["location"].startswith("/sign-in"), answer.text
    assert await value("select state from pledge") == "started"
    assert await value("select state from perk") in ("dispatched", "answers_due")
    assert await value("select count(*) from brand_member") == 1


async def test_a_form_of_such_a_page_passes_where_the_browser_hides_its_origin(client: httpx.AsyncClient) -> None:
    """no-referrer makes forms send `Origin: null`; without Sec-Fetch-Site they are served as a stranger's."""
    ids = await subjects()
    backer = await find_member(await value("select backer from pledge"))
    await sign_in(client, backer)
    old = {"Sec-Fetch-Site": "", "Origin": "null"}
    cancelling = f"/pledges/{ids['pledge']}/cancellation"
    assert (await client.post(cancelling, headers=old)).status_code == 403, "without a key it could be anybody's frame"
    asked = await client.post(cancelling, params={"key": await capability_key("pledge", ids["pledge"])}, headers=old)
    assert asked.headers["location"].startswith("/sign-in?intent=")
    assert "set-cookie" not in asked.headers
    assert await value("select state from pledge") == "started"
    new = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
    assert (await client.post(cancelling, headers=new)).status_code == 303
    assert await value("select state from pledge") == "expiring"


# -- a backer's own list of links ---------------------------------------------------------


async def pledge_with_links(client: httpx.AsyncClient) -> tuple[dict, Viewer, str]:
    campaign = await make_campaign()
    backer = await anyone_new()
    pledge = await make_pledge(campaign, await make_tier(campaign), backer, method="alipay", state="started")
    for scope in ("pledge", "pay"):
        await capability_key(scope, pledge["public_id"], member=backer.id)
    await sign_in(client, backer)
    return pledge, backer, f"/pledges/{pledge['public_id']}/links"


async def test_the_backer_sees_revokes_and_renews_their_links(client: httpx.AsyncClient) -> None:
    pledge, _, url = await pledge_with_links(client)
    keys = {scope: await capability_key(scope, pledge["public_id"]) for scope in ("pledge", "pay")}
    listed = (await client.get(url)).text
    assert all(key in listed for key in keys.values())
    pay_id, pledge_id = (keys[scope].partition(".")[0] for scope in ("pay", "pledge"))
    assert (await client.post(f"{url}/{pay_id}/revocation")).status_code == 303
    assert (await client.post(f"{url}/{pledge_id}/renewal")).status_code == 303
    again = (await client.get(url)).text
    assert not any(key in again for key in keys.values())
    fresh = await capability_key("pledge", pledge["public_id"])
    assert fresh in again and fresh != keys["pledge"]
    assert (await client.post(f"{url}/{pay_id}/revocation")).status_code == 409
    client.cookies.clear()
    assert (await client.get(f"/pledges/{pledge['public_id']}", params={"key": keys["pledge"]})).status_code == 404
    assert (await client.get(f"/pledges/{pledge['public_id']}", params={"key": fresh})).status_code == 200


async def test_links_are_nobody_elses_to_see_or_revoke(client: httpx.AsyncClient) -> None:
    pledge, _, url = await pledge_with_links(client)
    link = (await capability_key("pledge", pledge["public_id"])).partition(".")[0]
    _other, _, others_url = await pledge_with_links(client)
    assert (await client.get(url)).status_code == 404
    assert (await client.post(f"{url}/{link}/revocation")).status_code == 404
    assert (await client.post(f"{others_url}/{link}/revocation")).status_code == 409, "of one's own pledge only"
    client.cookies.clear()
    key = await capability_key("pledge", pledge["public_id"])
    assert (await client.get(url, params={"key": key})).headers["location"].startswith("/sign-in")


async def test_a_perk_by_its_link_shows_where_it_is_and_not_where_it_goes(client: httpx.AsyncClient) -> None:
    ids = await subjects()
    backer = await find_member(await value("select backer from perk"))
    await sign_in(client, backer)
    await execute("update perk set state = 'answers_due'")
    home = {"name": "欧阳小满", "phone": "13812345678", "country": "CN", "city": "杭州", "line1": "文三路 100 号"}
    assert (await client.post(f"/perks/{ids['perk']}/destination", data=home)).status_code == 303
    own = (await client.get(f"/perks/{ids['perk']}")).text
    assert "文三路" in own and "13812345678" in own
    client.cookies.clear()
    seen = (await client.get(f"/perks/{ids['perk']}", params={"key": await capability_key("perk", ids["perk"])})).text
    assert "杭州" in seen and "5678" in seen
    for private in ("文三路", "13812345678", "欧阳小满", backer.name):
        assert private not in seen


async def test_a_link_to_show_the_pledge_is_made_anew_once_none_is_left(client: httpx.AsyncClient) -> None:
    pledge, _, url = await pledge_with_links(client)
    for scope in ("pledge", "pay"):
        await revoke(scope, pledge["public_id"])
    assert "现在没有能打开这一单的链接" in (await client.get(url)).text
    assert (await client.post(url)).status_code == 303
    assert await capability_key("pledge", pledge["public_id"]) in (await client.get(url)).text
