"""A brand's team: invited by mail with a role, one link for one person, never without an owner."""

from datetime import timedelta

import httpx
import pytest

from app.accounts.intents.actions import finish_intent
from app.accounts.intents.queries import intent_by_key, what_will_be_done
from app.brands.queries import member_ids_of
from app.foundation import clock
from app.foundation.database import value
from tests.people import join_team, make_brand, make_member, sign_in

pytestmark = pytest.mark.usefixtures("db")


async def invited(client: httpx.AsyncClient, brand: dict, address: str = "new@people.test", role: str = "editor") -> str:
    """The link that was mailed."""
    studio = f"/brands/{brand['public_id']}/studio"
    answer = await client.post(f"{studio}/team/invitations", data={"email": address, "role": role})
    assert answer.status_code == 303, answer.text
    return await value("select url from mail where event = 'brand_invitation' order by id desc limit 1")


def acceptance(link: str) -> tuple[str, dict[str, str]]:
    path, _, key = link.partition("?key=")
    return f"{path}/acceptance", {"key": key}


async def role_of(brand: dict, member: int) -> str | None:
    return await value("select role from brand_member where brand = {} and member = {}", brand["id"], member)


async def test_an_invitation_is_shown_by_its_link_and_accepted_by_its_button(client: httpx.AsyncClient) -> None:
    owner, newcomer = await make_member("厂长"), await make_member("小王")
    brand = await make_brand(owner, "木头厂")
    await sign_in(client, owner)
    link = await invited(client, brand, role="fulfilment")
    await sign_in(client, newcomer)
    page = await client.get(link)
    assert "木头厂" in page.text
    assert "厂长" in page.text
    assert await role_of(brand, newcomer.id) is None, "looking changes nothing"
    path, key = acceptance(link)
    answer = await client.post(path, data=key)
    assert answer.headers["location"] == f"/brands/{brand['public_id']}/studio"
    assert await role_of(brand, newcomer.id) == "fulfilment"
    assert await value("select member from notice where event = 'team_joined'") == owner.id


async def test_an_invitation_opens_once(client: httpx.AsyncClient) -> None:
    owner, first, second = await make_member(), await make_member(), await make_member()
    brand = await make_brand(owner)
    await sign_in(client, owner)
    path, key = acceptance(await invited(client, brand))
    await sign_in(client, first)
    assert (await client.post(path, data=key)).status_code == 303
    await sign_in(client, second)
    answer = await client.post(path, data=key)
    assert answer.status_code == 409
    assert "已经失效" in answer.text
    assert await role_of(brand, second.id) is None


@pytest.mark.parametrize("key", ["", "x.y", "22222222." + "0" * 40])
async def test_an_invitation_without_its_key_opens_nothing(client: httpx.AsyncClient, key: str) -> None:
    owner, stranger = await make_member(), await make_member()
    brand = await make_brand(owner)
    await sign_in(client, owner)
    link = await invited(client, brand)
    await sign_in(client, stranger)
    path, _ = acceptance(link)
    assert (await client.get(link.partition("?")[0], params={"key": key})).status_code == 404
    assert (await client.post(path, data={"key": key})).status_code == 409
    assert await role_of(brand, stranger.id) is None


async def test_one_invitations_key_does_not_open_another(client: httpx.AsyncClient) -> None:
    owner, stranger = await make_member(), await make_member()
    brand = await make_brand(owner)
    await sign_in(client, owner)
    editor, boss = await invited(client, brand, "a@people.test"), await invited(client, brand, "b@people.test", "owner")
    await sign_in(client, stranger)
    assert (await client.post(acceptance(boss)[0], data=acceptance(editor)[1])).status_code == 409
    assert await role_of(brand, stranger.id) is None


async def test_a_revoked_or_old_invitation_is_refused(client: httpx.AsyncClient) -> None:
    owner, stranger = await make_member(), await make_member()
    brand = await make_brand(owner)
    await sign_in(client, owner)
    revoked, old = await invited(client, brand, "a@people.test"), await invited(client, brand, "b@people.test")
    studio = f"/brands/{brand['public_id']}/studio"
    assert (await client.post(f"{studio}/team{revoked.partition('?')[0]}/revocation")).status_code == 303
    await clock.shift(timedelta(days=15))
    await sign_in(client, stranger)
    for link in (revoked, old):
        path, key = acceptance(link)
        assert (await client.get(link)).status_code == 404
        assert (await client.post(path, data=key)).status_code == 409
    assert await role_of(brand, stranger.id) is None


async def test_inviting_again_replaces_the_older_link(client: httpx.AsyncClient) -> None:
    owner, newcomer = await make_member(), await make_member()
    brand = await make_brand(owner)
    await sign_in(client, owner)
    first, second = await invited(client, brand), await invited(client, brand, role="support")
    await sign_in(client, newcomer)
    assert (await client.post(acceptance(first)[0], data=acceptance(first)[1])).status_code == 409
    assert (await client.post(acceptance(second)[0], data=acceptance(second)[1])).status_code == 303
    assert await role_of(brand, newcomer.id) == "support"


async def test_whoever_is_in_the_team_is_not_invited_again(client: httpx.AsyncClient) -> None:
    owner = await make_member(email="owner@people.test")
    brand = await make_brand(owner)
    await sign_in(client, owner)
    answer = await client.post(f"/brands/{brand['public_id']}/studio/team/invitations", data={"email": "Owner@people.test"})
    assert answer.status_code == 409
    assert "已经在团队里" in answer.text


async def test_the_last_owner_can_neither_leave_nor_be_lowered_nor_removed(client: httpx.AsyncClient) -> None:
    owner = await make_member()
    brand = await make_brand(owner)
    await sign_in(client, owner)
    team = f"/brands/{brand['public_id']}/studio/team"
    for path, data in (
        (f"{team}/departure", {}),
        (f"{team}/members/{owner.public_id}/role", {"role": "editor"}),
        (f"{team}/members/{owner.public_id}/removal", {}),
    ):
        answer = await client.post(path, data=data)
        assert answer.status_code == 409, path
        assert "至少要有一位所有者" in answer.text
    assert await role_of(brand, owner.id) == "owner"


async def test_an_owner_may_leave_once_there_is_another(client: httpx.AsyncClient) -> None:
    owner, other = await make_member(), await make_member()
    brand = await make_brand(owner)
    await join_team(brand, other, "editor")
    await sign_in(client, owner)
    team = f"/brands/{brand['public_id']}/studio/team"
    assert (await client.post(f"{team}/members/{other.public_id}/role", data={"role": "owner"})).status_code == 303
    assert (await client.post(f"{team}/departure")).status_code == 303
    assert await role_of(brand, owner.id) is None
    assert await role_of(brand, other.id) == "owner"
    assert (await client.get(team)).status_code == 404, "who left doesn't see the desk"


@pytest.mark.parametrize("role", ["editor", "fulfilment", "support"])
async def test_only_owners_manage_the_team(client: httpx.AsyncClient, role: str) -> None:
    owner, member = await make_member(), await make_member()
    brand = await make_brand(owner)
    await join_team(brand, member, role)
    await sign_in(client, member)
    team = f"/brands/{brand['public_id']}/studio/team"
    for path, data in (
        (f"{team}/invitations", {"email": "x@people.test", "role": "owner"}),
        (f"{team}/members/{member.public_id}/role", {"role": "owner"}),
        (f"{team}/members/{owner.public_id}/removal", {}),
    ):
        assert (await client.post(path, data=data)).status_code == 403, path
    assert await role_of(brand, member.id) == role
    assert (await client.get(team)).status_code == 200, "who is in the team may read who else is"


async def test_a_role_in_one_brand_opens_no_other(client: httpx.AsyncClient) -> None:
    mine, theirs = await make_member(), await make_member()
    await make_brand(mine)
    other = await make_brand(theirs)
    await sign_in(client, mine)
    for path in ("studio", "studio/team", "studio/profile"):
        assert (await client.get(f"/brands/{other['public_id']}/{path}")).status_code == 404


async def test_an_invitation_accepted_signed_out_is_finished_after_sign_in(client: httpx.AsyncClient) -> None:
    owner, editor = await make_member(), await make_member()
    brand = await make_brand(owner)
    await sign_in(client, owner)
    link = await invited(client, brand)
    client.cookies.clear()
    path, key = acceptance(link)
    assert f'action="{path}?key=' in (await client.get(link)).text
    answer = await client.post(path, data=key)
    intent = await intent_by_key(httpx.URL(answer.headers["location"]).params["intent"])
    assert intent is not None
    assert await member_ids_of(brand["id"]) == [owner.id]
    assert brand["name"] in await what_will_be_done(intent)
    await finish_intent(editor, intent)
    assert await member_ids_of(brand["id"]) == [owner.id, editor.id]


async def test_those_of_a_role_are_found_for_telling_them() -> None:
    owner, packer = await make_member(), await make_member()
    brand = await make_brand(owner)
    await join_team(brand, packer, "fulfilment")
    assert await member_ids_of(brand["id"]) == [owner.id, packer.id]
    assert await member_ids_of(brand["id"], "fulfilment", "support") == [packer.id]
