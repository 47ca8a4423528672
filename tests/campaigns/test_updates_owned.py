"""Updates and answers in the hands of moderation, of merging, of whoever takes their data along or leaves."""

import httpx
import pytest

from app.accounts.leaving.kinds import Leaving, each
from app.accounts.viewer import Viewer
from app.foundation.database import row, rows, value
from campaigns.polling import member_data as polling_data
from campaigns.polling.actions import answer_poll
from campaigns.polling.leaving import export as export_answers
from campaigns.polling.queries import poll_of
from campaigns.queries import campaign_by_public_id
from campaigns.updates.leaving import erase, export, pictures_kept
from tests.campaigns.makers import anyone_new, make_campaign, make_pledge, make_tier
from tests.campaigns.test_polls import asked
from tests.campaigns.updating import make_draft, make_update, owner_of, update_form
from tests.community.makers import hide, report, show
from tests.people import join_team, sign_in

pytestmark = pytest.mark.usefixtures("db")


def leaving(member: Viewer) -> Leaving:
    return Leaving(member.id, member.public_id, ())


async def test_a_hidden_update_is_gone_for_its_readers_and_its_team_reads_why(client: httpx.AsyncClient) -> None:
    campaign = await make_campaign()
    backer = await anyone_new()
    await make_pledge(campaign, await make_tier(campaign), backer)
    update = await make_update(campaign, update_form("引战的标题", audience="backers"))
    await report("update", update, by=backer)
    await hide("update", update, "辱骂或攻击他人")
    url = f"/campaigns/{campaign['public_id']}/updates"
    await sign_in(client, backer)
    assert (await client.get(f"{url}/1")).status_code == 404
    assert "引战的标题" not in (await client.get(url)).text
    assert (await client.get(f"/threads/update/{update['public_id']}")).status_code == 404
    await sign_in(client, await owner_of(campaign))
    assert "辱骂或攻击他人" in (await client.get(f"{url}/1")).text
    await show("update", update)
    await sign_in(client, backer)
    assert "引战的标题" in (await client.get(f"{url}/1")).text


async def test_what_is_hidden_keeps_no_promise() -> None:
    campaign = await make_campaign()
    update = await make_update(campaign)
    await hide("update", update)
    assert (await campaign_by_public_id(await owner_of(campaign), campaign["public_id"]))["last_update_at"] is None


async def test_merged_members_have_one_answer() -> None:
    _, update, poll, (first, second, _) = await asked()
    await answer_poll(first, update, poll.options[0].public_id)
    await answer_poll(second, update, poll.options[2].public_id)
    await polling_data.merge(second.id, first.id)
    assert await rows("select member, option from update_poll_answer") == [{"member": first.id, "option": poll.options[0].id}]


async def test_one_takes_along_what_one_wrote_and_chose() -> None:
    campaign, update, poll, (first, *_) = await asked()
    await answer_poll(first, update, poll.options[1].public_id)
    written = (await export(campaign["created_by"]))["campaign_updates"]
    assert [one["title"] for one in written] == [update["title"]]
    chosen = (await export_answers(first.id))["poll_answers"]
    assert [(one["question"], one["chosen"]) for one in chosen] == [("灯罩选哪个颜色", "墨绿")]


async def test_whoever_leaves_takes_drafts_that_nobody_else_goes_on_with() -> None:
    alone, shared = await make_campaign(), await make_campaign()
    await join_team({"id": shared["brand"]}, await anyone_new(), "editor")
    for campaign in (alone, shared):
        await make_draft(campaign)
        await make_update(campaign)
    for campaign in (alone, shared):
        await erase(leaving(await owner_of(campaign)))
    left = await rows("select campaign, number from campaign_update order by id")
    assert left == [
        {"campaign": alone["id"], "number": 1}, {"campaign": shared["id"], "number": None},
        {"campaign": shared["id"], "number": 1},
    ]  # fmt: skip


async def test_an_updates_pictures_stay_with_its_campaign() -> None:
    campaign = await make_campaign()
    owner = await owner_of(campaign)
    update = await make_update(campaign)
    await row(
        "insert into picture (public_id, owner, width, height, attached) values ('upic01', {}, 10, 10, true) returning id",
        owner.id,
    )
    assert await pictures_kept(leaving(owner)) == []
    await value("update campaign_update set pictures = array['upic01'] where id = {} returning id", update["id"])
    assert await pictures_kept(leaving(owner)) == ["upic01"]
    assert any(one.__module__ == "campaigns.updates.leaving" for one in each("leaving", "pictures_kept"))


async def test_a_question_goes_with_its_draft() -> None:
    campaign = await make_campaign()
    draft = await make_draft(campaign, update_form(question="选哪个", option=["一", "二"]))
    assert await poll_of(draft["id"]) is not None
    await erase(leaving(await owner_of(campaign)))
    assert await value("select count(*) from update_poll_option") == 0
