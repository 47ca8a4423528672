"""Everything of mine in a zip: made by a job, told when ready, mine alone to download, gone after a week."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import httpx
import pytest

from app.accounts.leaving.actions import ask_export, erase_member, hindrances_of
from app.accounts.leaving.packing import as_csv
from app.foundation import clock
from app.foundation.database import row, rows, value
from app.foundation.refusals import Refusal
from app.jobs import tick
from app.papers.actions import record_consents
from ideas.voting.actions import cast_vote
from tests.campaigns.makers import make_campaign, make_pledge, make_tier
from tests.ideas.makers import make_draft, make_idea
from tests.people import make_brand, make_member, sign_in


async def unpacked(client: httpx.AsyncClient, export: dict) -> zipfile.ZipFile:
    answer = await client.get(f"/me/data/{export['public_id']}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return zipfile.ZipFile(io.BytesIO(answer.content))


async def test_all_of_mine_is_packed_and_readable(client: httpx.AsyncClient, db: None) -> None:
    me = await make_member("阿树", email="ashu@people.test")
    await record_consents(me.id, ("terms", "privacy"), how="joining")
    idea, draft = await make_idea(me, title="会发光的书签"), await make_draft(me)
    other = await make_idea()
    await cast_vote(me, other["public_id"])
    campaign = await make_campaign()
    await make_pledge(campaign, await make_tier(campaign, price=1990), me)
    await sign_in(client, me)
    assert (await client.post("/me/data")).status_code == 303
    assert "正在打包" in (await client.get("/me/data")).text
    await tick()
    assert await value("select count(*) from notice where member = {} and event = 'data_packed'", me.id) == 1
    export = await row("select * from data_export")
    assert export is not None and f"/me/data/{export['public_id']}" in (await client.get("/me/data")).text

    kept = await unpacked(client, export)

    def listed(name: str) -> list[dict]:
        return json.loads(kept.read(f"json/{name}.json"))

    assert listed("profile")[0]["name"] == "阿树"
    assert [one["address"] for one in listed("identities")] == ["ashu@people.test"]
    assert [one["id"] for one in listed("ideas")] == [idea["public_id"], draft["public_id"]]
    assert [one["idea"] for one in listed("votes")] == [other["public_id"]]
    assert (listed("pledges")[0]["amount"], listed("pledges")[0]["currency"]) == ("19.90", "CNY")
    assert {one["paper"] for one in listed("consents")} == {"terms", "privacy", "idea_licence"}
    table = list(csv.DictReader(io.StringIO(kept.read("csv/ideas.csv").decode("utf-8-sig"))))
    assert table[0]["title"] == "会发光的书签"
    assert "阿树" not in kept.read("README.txt").decode()


async def test_nobody_else_downloads_it_and_after_a_week_nobody_does(client: httpx.AsyncClient, db: None) -> None:
    me, other = await make_member(), await make_member()
    await ask_export(me)
    assert (await ask_export(me))["public_id"] == (await ask_export(me))["public_id"], "asked again it is the same one"
    await tick()
    export = await row("select * from data_export")
    assert export is not None
    assert (await client.get(f"/me/data/{export['public_id']}")).status_code == 303
    await sign_in(client, other)
    assert (await client.get(f"/me/data/{export['public_id']}")).status_code == 404
    await sign_in(client, me)
    assert (await client.get(f"/me/data/{export['public_id']}")).status_code == 200
    await clock.shift(timedelta(days=8))
    await sign_in(client, me)
    assert (await client.get(f"/me/data/{export['public_id']}")).status_code == 404
    await tick()
    assert not await rows("select 1 from data_export")


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    table = list(
        csv.reader(io.StringIO(as_csv([{"title": "=cmd()", "phone": "+86138", "nothing": None}]).removeprefix("\ufeff")))
    )
    assert table == [["title", "phone", "nothing"], ["'=cmd()", "+86138", ""]]


async def test_ideas_are_withdrawn_with_their_words_where_the_member_wants_it(client: httpx.AsyncClient, db: None) -> None:
    me, voter = await make_member("要走的人"), await make_member()
    idea = await make_idea(me, title="只此一家的想法")
    await cast_vote(voter, idea["public_id"])
    await erase_member(me, withdraws_ideas=True)
    after = await row("select state, title, body, vote_count, visibility from idea where id = {}", idea["id"])
    assert after == {"state": "withdrawn", "title": "", "body": "", "vote_count": 1, "visibility": "hidden"}
    assert not await rows("select 1 from idea_revision where idea = {}", idea["id"])
    assert (await client.get(f"/ideas/{idea['public_id']}")).status_code == 404
    await sign_in(client, voter)
    assert (await client.get(f"/ideas/{idea['public_id']}")).status_code == 404


async def test_the_only_owner_of_a_brand_settles_that_first(client: httpx.AsyncClient, db: None) -> None:
    owner = await make_member()
    brand = await make_brand(owner, "木头社")
    [hindrance] = await hindrances_of(owner.id)
    assert hindrance.url == f"/brands/{brand['public_id']}/studio/team"
    with pytest.raises(Refusal):
        await erase_member(owner, withdraws_ideas=False)


async def test_who_has_left_can_join_again_as_somebody_new(client: httpx.AsyncClient, db: None) -> None:
    me = await make_member("阿树", email="ashu@people.test")
    await erase_member(me, withdraws_ideas=False)
    again = await make_member("阿树", email="ashu@people.test")
    assert again.id != me.id
    with pytest.raises(Refusal):
        await erase_member(me, withdraws_ideas=False)
