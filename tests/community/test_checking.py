"""What happens to a text when it is published: refused at its field, held for staff, or shown."""

from datetime import date

import httpx
import msgspec
import pytest

from app.brands.actions import edit_brand
from app.community.moderation.word_list import add_words, present_words, remove_word
from app.foundation import clock
from app.foundation.database import row, rows, value
from app.foundation.money import Money
from app.foundation.refusals import Refusal
from app.media.actions import keep_picture
from campaigns.tiers.actions import add_tier
from campaigns.tiers.forms import TierForm
from ideas.actions import edit_idea
from ideas.contributing.actions import answer_improvement, offer_improvement
from ideas.contributing.queries import improvement_by_public_id
from ideas.finding.queries import Wanted, find_ideas
from ideas.forms import IdeaForm
from ideas.voting.actions import cast_vote
from tests.campaigns.makers import make_campaign
from tests.community.makers import show
from tests.ideas.makers import cast_votes, decide, make_idea, reread
from tests.media.test_pictures import encoded, left_red
from tests.people import desk_of, make_brand, make_member, sign_in
from tests.site.rules import rules_of_the_region

pytestmark = pytest.mark.usefixtures("db")


async def list_words(*words: str, level: str) -> None:
    await add_words(await make_member(staff=True), "\n".join(words), level)


def wording(title: str) -> IdeaForm:
    return IdeaForm(title=title, summary="一句话", body="", challenge="", pictures=[], do="publish")


async def told(member: int) -> list[str]:
    return [one["event"] for one in await rows("select event from notice where member = {} order by id", member)]


async def test_a_word_that_cannot_be_published_is_refused_at_its_field(client: httpx.AsyncClient) -> None:
    await list_words("代开发票", level="refuse")
    await sign_in(client, await make_member())
    sent = {"title": "台灯", "summary": "一盏灯", "body": "另外代 開 發 票", "do": "publish"}
    answer = await client.post("/ideas", data=sent)
    assert answer.status_code == 409
    assert "“代 開 發 票”这样的词在这里不能发布" in answer.text and 'id="f-body-error"' in answer.text
    assert await value("select count(*) from idea") == 0


async def test_a_doubtful_word_holds_an_idea_until_staff_has_looked(client: httpx.AsyncClient) -> None:
    await list_words("加微信", level="hold")
    author = await make_member()
    idea = await make_idea(author, title="台灯加微信")
    assert idea["visibility"] == "pending"
    assert (await find_ideas(Wanted())).ideas == []
    with pytest.raises(Refusal):
        await cast_vote(await make_member(), idea["public_id"])
    assert (await client.get(f"/ideas/{idea['public_id']}")).status_code == 404
    await sign_in(client, author)
    assert "在等平台审核" in (await client.get(f"/ideas/{idea['public_id']}")).text
    await show("idea", idea)
    assert (await reread(idea))["visibility"] == "visible"
    assert await told(author.id) == ["text_pending", "text_let_through"]


async def test_what_was_let_through_begins_its_time_in_the_lists_then() -> None:
    await list_words("加微信", level="hold")
    held, other = await make_idea(title="台灯加微信"), await make_idea()
    await show("idea", held)
    assert [one["id"] for one in (await find_ideas(Wanted(order="newest"))).ideas] == [held["id"], other["id"]]


async def test_an_edit_with_a_doubtful_word_waits_and_keeps_its_votes() -> None:
    await list_words("加微信", level="hold")
    author = await make_member()
    idea = await make_idea(author)
    await cast_votes(idea, 2)
    assert await edit_idea(author, idea, wording("台灯加微信")) == "pending"
    await show("idea", idea)
    after = await reread(idea)
    assert (after["visibility"], after["vote_count"], after["published_at"]) == ("visible", 2, idea["published_at"])


async def test_a_doubtful_brand_stays_in_the_open_while_staff_looks() -> None:
    await list_words("最正宗", level="hold")
    owner = await make_member()
    brand = await make_brand(owner, story="最正宗的木头玩具")
    assert await value("select visibility from brand where id = {}", brand["id"]) == "pending"
    await show("brand", brand)
    await edit_brand(owner, await desk_of(brand, owner), name=brand["name"], story="我们最正宗", logo="")
    assert await value("select visibility from brand where id = {}", brand["id"]) == "visible"
    assert await value("select count(*) from moderation_case where kind = 'brand' and state = 'open'") == 1


async def test_a_profile_with_a_listed_word_is_refused_and_nothing_typed_is_lost(client: httpx.AsyncClient) -> None:
    await list_words("代开发票", level="refuse")
    member = await make_member(name="原来的名字")
    await sign_in(client, member)
    answer = await client.post(
        "/me/profile", data={"name": "代开发票", "bio": "做灯的", "lang": "zh-Hans", "time_zone": "Asia/Shanghai"}
    )
    assert answer.status_code == 409 and "不能发布" in answer.text and "做灯的" in answer.text
    assert await value("select name from member_profile where member = {}", member.id) == "原来的名字"


@pytest.mark.parametrize(("setting", "first", "second"), [("off", "visible", "visible"), ("everyone", "pending", "pending")])
async def test_new_ideas_wait_as_the_rules_of_the_region(setting: str, first: str, second: str) -> None:
    await rules_of_the_region(pre_moderation=setting)
    author = await make_member()
    assert (await make_idea(author))["visibility"] == first
    assert (await make_idea(author))["visibility"] == second


async def test_newcomers_wait_until_something_of_theirs_stands_in_the_open() -> None:
    await rules_of_the_region(pre_moderation="newcomers")
    author = await make_member()
    first, again = await make_idea(author), await make_idea(author)
    assert (first["visibility"], again["visibility"]) == ("pending", "pending")
    await show("idea", first)
    assert (await make_idea(author))["visibility"] == "visible"
    assert (await make_idea())["visibility"] == "pending", "another's first idea"


async def test_where_everybody_waits_an_edit_is_looked_at_without_disappearing() -> None:
    await rules_of_the_region(pre_moderation="everyone")
    author = await make_member()
    idea = await make_idea(author)
    await show("idea", idea)
    assert await edit_idea(author, await reread(idea), wording("换了说法")) == "visible"
    case = await row("select cause, state from moderation_case where kind = 'idea' order by id desc limit 1")
    assert case is not None and (case["cause"], case["state"]) == ("edited", "open")


async def test_where_everybody_waits_other_pictures_are_looked_at_too() -> None:
    """Else something harmless would be let through first, and what was meant put in its place."""
    await rules_of_the_region(pre_moderation="everyone")
    author = await make_member()
    idea = await make_idea(author)
    await show("idea", idea)
    now = await reread(idea)
    same = msgspec.structs.replace(wording(now["title"]), summary=now["summary"], body=now["body"])
    await edit_idea(author, now, same)
    assert not await value("select count(*) from moderation_case where state = 'open'")
    picture = await keep_picture(author.id, encoded(left_red(20, 20)))
    await edit_idea(author, now, msgspec.structs.replace(same, pictures=[picture]))
    assert await value("select count(*) from moderation_case where state = 'open' and cause = 'edited'") == 1


async def test_an_author_hears_by_the_flash_and_the_inbox_that_their_idea_waits(client: httpx.AsyncClient) -> None:
    await rules_of_the_region(pre_moderation="everyone")
    author = await make_member()
    await sign_in(client, author)
    answer = await client.post("/ideas", data={"title": "台灯", "summary": "一盏灯", "do": "publish"}, follow_redirects=True)
    assert "收到了，在等平台审核" in answer.text
    assert await told(author.id) == ["text_pending"]


async def test_answers_verdicts_and_tiers_say_nothing_that_is_listed_either() -> None:
    """Others read them too, and an answer is mailed to whoever it is for."""
    await list_words("代开发票", level="refuse")
    author, owner = await make_member(), await make_member()
    idea = await make_idea(author)
    offered = await offer_improvement(await make_member(), idea, "灯臂再长一点")
    improvement = await improvement_by_public_id(offered["public_id"])
    with pytest.raises(Refusal, match="不能发布"):
        await answer_improvement(author, improvement, "declined", "另外代开发票")
    with pytest.raises(Refusal, match="不能发布"):
        await decide(await desk_of(await make_brand(owner), owner), owner, idea, sentence="另外代开发票")
    month = date((await clock.now()).year + 1, 6, 1)
    tier = TierForm(title="一盏", price=Money(1990, "CNY"), deliver_month=month, kind=["physical"], item=["代开发票"])
    with pytest.raises(Refusal, match="不能发布"):
        await add_tier(await make_campaign(state="draft"), tier)
    assert await value("select answer from improvement") == "" and not await value("select count(*) from tier")


async def test_a_list_changed_by_staff_counts_from_the_next_text_on() -> None:
    operator = await make_member(staff=True)
    await add_words(operator, "加微信", "hold")
    assert (await present_words()).search("加微信")
    await add_words(operator, "加微信", "refuse")
    assert [hit.level for hit in (await present_words()).search("加微信")] == ["refuse"]
    await remove_word(operator, await value("select id from moderation_word"))
    assert (await present_words()).search("加微信") == []
    acts = await rows("select act, why from moderation_log order by id")
    assert [(one["act"], one["why"]) for one in acts] == [
        ("word_added", "加微信"),
        ("word_added", "加微信"),
        ("word_removed", "加微信"),
    ]
