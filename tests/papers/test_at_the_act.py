"""What is agreed to stands in one line beside the button that needs it, and is noted with the act."""

import httpx

from app.foundation.database import execute, row, rows, value
from app.papers.actions import publish_version, record_consents
from app.papers.queries import consents_of
from ideas.challenges.licensing import LicenceForm, choose_licence
from ideas.challenges.queries import desk_challenge
from tests.campaigns.makers import make_campaign, make_tier
from tests.ideas.makers import make_challenge, make_desk, make_idea
from tests.people import make_member, sign_in
from tests.site.rules import rules_of_the_region

IDEA = {"title": "会发光的书签", "summary": "", "body": "", "challenge": "", "do": "publish"}


async def licences_of(member: int) -> list[tuple[str, str]]:
    """For which idea, and under the licence of which challenge."""
    return [
        (one["made"], one["version"].subject)
        for one in reversed(await consents_of(member))
        if one["version"] and one["version"].kind == "idea_licence"
    ]


async def test_the_idea_form_names_the_licence_and_publishing_notes_it(client: httpx.AsyncClient, db: None) -> None:
    me = await make_member()
    await sign_in(client, me)
    assert "/papers/idea_licence" in (await client.get("/ideas/new")).text
    assert (await client.post("/ideas", data=IDEA)).status_code == 303
    idea = await row("select public_id, state from idea where author = {}", me.id)
    assert idea is not None and idea["state"] == "published"
    assert await licences_of(me.id) == [(idea["public_id"], "")]


async def test_a_brand_writes_its_own_licence_until_somebody_answers(client: httpx.AsyncClient, db: None) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    at = f"/brands/{desk.public_id}/studio/challenges/{challenge['public_id']}/licence"
    public = f"/challenges/{challenge['public_id']}/licence"
    assert (await client.get(public)).headers["location"] == "/papers/idea_licence"
    await sign_in(client, owner)
    form = {"which": "own", "title": "木头社创意授权", "body": "我们付 **三千元** 买下。"}
    looked = await client.post(at, data=form | {"deed": "look"})
    assert "<strong>三千元</strong>" in looked.text and not await rows("select 1 from paper where subject <> ''")
    assert (await client.post(at, data=form | {"deed": "keep"})).status_code == 303
    assert "三千元" in (await client.get(public)).text
    assert public in (await client.get("/ideas/new")).text

    author = await make_member()
    idea = await make_idea(author, challenge=challenge)
    assert await licences_of(author.id) == [(idea["public_id"], challenge["public_id"])]
    late = await client.post(at, data={"which": "default", "deed": "keep"})
    assert late.status_code == 409 and "已经有人投了创意" in late.text


async def test_a_brand_goes_back_to_the_house_licence(db: None) -> None:
    desk, owner = await make_desk()
    made = await make_challenge(desk, owner)
    challenge = await desk_challenge(desk.brand, made["public_id"])
    await choose_licence(owner, challenge, LicenceForm("own", "", "自己的。", "keep"))
    await choose_licence(owner, challenge, LicenceForm("default", "", "", "keep"))
    author = await make_member()
    idea = await make_idea(author, challenge=made)
    assert await licences_of(author.id) == [(idea["public_id"], "")]


async def test_without_a_phone_an_idea_waits_as_a_draft_where_the_region_wants_one(client: httpx.AsyncClient, db: None) -> None:
    await rules_of_the_region(phone_to_post=True)
    me = await make_member()
    await sign_in(client, me)
    assert "验证一个手机号" in (await client.get("/ideas/new")).text
    sent = await client.post("/ideas", data=IDEA)
    idea = await row("select public_id, state, title from idea where author = {}", me.id)
    assert idea is not None and (idea["state"], idea["title"]) == ("draft", IDEA["title"])
    assert sent.headers["location"].startswith("/me/identities/new?by=phone&next=")
    assert "/edit" in (await client.get(sent.headers["location"])).text
    await execute(
        """insert into identity (member, kind, address, verified_at, is_first)
        values ({}, 'phone', '+8613800000001', app_now(), true)""",
        me.id,
    )
    assert (await client.post(f"/ideas/{idea['public_id']}/revisions", data=IDEA)).status_code == 303
    assert await value("select state from idea where author = {}", me.id) == "published"


async def pledge_page(client: httpx.AsyncClient) -> tuple[dict, dict, str]:
    campaign = await make_campaign()
    tier = await make_tier(campaign)
    shown = await client.get(f"/campaigns/{campaign['public_id']}/pledges/new?tier={tier['public_id']}")
    assert shown.status_code == 200
    return campaign, tier, shown.text


async def test_the_pledge_page_asks_for_the_age_once(client: httpx.AsyncClient, db: None) -> None:
    me = await make_member()
    await record_consents(me.id, ("terms", "privacy"), how="joining")
    await rules_of_the_region(least_age_pledge=18, withdrawal_days=7, seller="木作社有限公司\n电话 021-5555")
    await sign_in(client, me)
    campaign, tier, shown = await pledge_page(client)
    assert "已满 18 周岁" in shown and "7 天内可以无理由退货" in shown and "木作社有限公司" in shown
    form = {"tier": tier["public_id"], "quantity": "1", "method": "card", "request_key": "a1" * 16}
    assert (await client.post(f"/campaigns/{campaign['public_id']}/pledges", data=form)).status_code == 307
    assert [one["age"] for one in await consents_of(me.id) if one["age"]] == [18]
    assert "已满 18 周岁" not in (await pledge_page(client))[2]


async def test_a_new_major_version_is_asked_at_the_next_pledge_and_only_there(client: httpx.AsyncClient, db: None) -> None:
    me = await make_member()
    await sign_in(client, me)
    assert "继续即表示" not in (await pledge_page(client))[2]
    await publish_version("terms", {"zh-Hans": {"title": "用户协议", "body": "新。"}}, is_major=True)
    assert "/papers/terms" in (await client.get("/")).text and "继续即表示" not in (await client.get("/")).text
    campaign, tier, shown = await pledge_page(client)
    assert "继续即表示你同意" in shown
    form = {"tier": tier["public_id"], "quantity": "1", "method": "card", "request_key": "a1" * 16}
    await client.post(f"/campaigns/{campaign['public_id']}/pledges", data=form)
    assert [one["version"].number for one in await consents_of(me.id) if one["version"] and one["version"].kind == "terms"] == [
        "2.0",
        "1.0",
    ]


async def test_data_crosses_borders_only_after_its_box_was_ticked(client: httpx.AsyncClient, db: None) -> None:
    me = await make_member()
    await rules_of_the_region(cross_border=True)
    await sign_in(client, me)
    campaign, tier, shown = await pledge_page(client)
    assert 'name="cross_border"' in shown
    form = {"tier": tier["public_id"], "quantity": "1", "method": "card", "request_key": "a1" * 16}
    to = f"/campaigns/{campaign['public_id']}/pledges"
    refused = await client.post(to, data=form)
    assert refused.status_code == 409 and "传到境外" in refused.text and not await rows("select 1 from pledge")
    assert (await client.post(to, data=form | {"cross_border": "1"})).status_code == 307
    assert "cross_border" in [one["version"].kind for one in await consents_of(me.id) if one["version"]]


async def test_a_vote_declares_the_age_that_voting_wants(client: httpx.AsyncClient, db: None) -> None:
    await rules_of_the_region(least_age_join=14, least_age_vote=16)
    me, idea = await make_member(), await make_idea()
    await sign_in(client, me)
    assert "已满 16 周岁" in (await client.get(f"/ideas/{idea['public_id']}")).text
    await client.post(f"/ideas/{idea['public_id']}/vote")
    await client.post(f"/ideas/{idea['public_id']}/vote")
    assert [(one["age"], one["how"]) for one in reversed(await consents_of(me.id)) if one["age"]] == [
        (14, "joining"),
        (16, "vote"),
    ]
