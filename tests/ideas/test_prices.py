"""What voters would pay: asked once, after their vote, never in the way; counted as long as the vote is."""

import httpx
import pytest

from app.accounts.leaving.actions import erase_member
from app.foundation.database import execute, row, rows, value
from app.foundation.money import Money
from app.foundation.refusals import NotFound, Refusal
from ideas.insights.actions import carry_answers, say_price, set_prices
from ideas.insights.forms import PriceForm
from ideas.insights.leaving import export
from ideas.insights.member_data import merge
from ideas.insights.queries import prices_of, question_of, question_to
from ideas.queries import idea_by_public_id
from ideas.voting.actions import cast_vote, withdraw_vote
from ideas.voting.joining import merge_ideas
from tests.ideas.makers import cast_votes, make_challenge, make_desk, make_idea
from tests.people import make_member, sign_in

HTMX = {"HX-Request": "true"}


async def voted_idea() -> tuple:
    idea = await make_idea(challenge=await make_challenge())
    [voter] = await cast_votes(idea, 1)
    return idea, voter


async def test_who_voted_is_asked_beside_the_seal_and_who_answered_is_not_asked_again(
    db: None, client: httpx.AsyncClient
) -> None:
    idea, voter = await voted_idea()
    await sign_in(client, voter)
    page = f"/ideas/{idea['public_id']}"
    assert "你愿意付多少" in (await client.get(page)).text
    said = await client.post(page + "/price", data={"price": "3900"})
    assert said.status_code == 303 and said.headers["location"].startswith(page)
    shown = (await client.get(page)).text
    assert "你愿意付 ¥39" in shown
    assert await prices_of(idea["id"]) == [(3900, 1)]


async def test_before_the_vote_the_question_waits_unseen_and_others_get_none(db: None, client: httpx.AsyncClient) -> None:
    idea = await make_idea(author := await make_member())
    page = f"/ideas/{idea['public_id']}"
    assert "price-ask" not in (await client.get(page)).text
    await sign_in(client, author)
    assert "price-ask" not in (await client.get(page)).text
    client.cookies.clear()
    await sign_in(client, await make_member())
    assert "price-ask--waits" in (await client.get(page)).text


async def test_the_votes_own_answer_holds_nothing_of_it(db: None, client: httpx.AsyncClient) -> None:
    """The busiest answer of all: the line stands on the page already."""
    idea = await make_idea()
    await sign_in(client, await make_member())
    voted = await client.post(f"/ideas/{idea['public_id']}/vote", headers=HTMX)
    assert voted.status_code == 200 and "price" not in voted.text


async def test_with_htmx_both_places_of_the_page_learn_the_answer(db: None, client: httpx.AsyncClient) -> None:
    idea, voter = await voted_idea()
    await sign_in(client, voter)
    answer = await client.post(f"/ideas/{idea['public_id']}/price", data={"price": "0", "place": "bar"}, headers=HTMX)
    assert answer.status_code == 200 and answer.text.count("你说喜欢，但不会买") == 2
    assert f'id="price-{idea["public_id"]}-bar"' in answer.text and f'hx-target="#price-{idea["public_id"]}"' in answer.text


async def test_an_answer_is_changed_and_taken_back_and_then_never_asked_for(db: None, client: httpx.AsyncClient) -> None:
    idea, voter = await voted_idea()
    await sign_in(client, voter)
    for chosen in ("3900", "6900"):
        await say_price(voter, idea["public_id"], chosen)
    assert await prices_of(idea["id"]) == [(6900, 1)]
    await say_price(voter, idea["public_id"], "-")
    assert await prices_of(idea["id"]) == []
    assert await rows("select amount, currency from price_answer") == [{"amount": None, "currency": ""}]
    asked = await question_to(voter, await idea_by_public_id(voter, idea["public_id"]))
    assert asked is not None and asked.answered and asked.answer is None
    assert "想说说愿意付多少" in (await client.get(f"/ideas/{idea['public_id']}")).text


@pytest.mark.parametrize("chosen", ["3901", "-5", "39.0", "99999999999999", "三十九"])
async def test_only_the_prices_offered_can_be_said(db: None, client: httpx.AsyncClient, chosen: str) -> None:
    idea, voter = await voted_idea()
    await sign_in(client, voter)
    said = await client.post(f"/ideas/{idea['public_id']}/price", data={"price": chosen})
    assert said.status_code in (409, 422)
    assert await value("select count(*) from price_answer") == 0


async def test_without_a_vote_nothing_can_be_said(db: None) -> None:
    idea, somebody = await make_idea(), await make_member()
    with pytest.raises(Refusal, match="先投一票"):
        await say_price(somebody, idea["public_id"], "3900")
    await say_price(somebody, idea["public_id"], "-")
    assert await value("select count(*) from price_answer") == 0
    with pytest.raises(NotFound):
        await say_price(somebody, "nosuch", "3900")


async def test_an_answer_counts_only_as_long_as_its_vote(db: None) -> None:
    idea, voter = await voted_idea()
    await say_price(voter, idea["public_id"], "3900")
    await withdraw_vote(voter, idea["public_id"])
    assert await prices_of(idea["id"]) == []
    await cast_vote(voter, idea["public_id"])
    assert await prices_of(idea["id"]) == [(3900, 1)]
    await execute("update vote set state = 'quarantined' where member = {}", voter.id)
    assert await prices_of(idea["id"]) == []


async def test_once_the_campaign_says_the_price_nobody_is_asked_but_may_still_take_back(
    db: None, client: httpx.AsyncClient
) -> None:
    idea, voter = await voted_idea()
    await say_price(voter, idea["public_id"], "3900")
    await execute("update idea set state = 'campaigned' where id = {}", idea["id"])
    with pytest.raises(Refusal, match="已经不收了"):
        await say_price(voter, idea["public_id"], "6900")
    await sign_in(client, voter)
    assert "收回，不说了" in (await client.get(f"/ideas/{idea['public_id']}")).text
    await say_price(voter, idea["public_id"], "-")
    assert await prices_of(idea["id"]) == []
    assert "price-ask" not in (await client.get(f"/ideas/{idea['public_id']}")).text


async def test_a_brand_sets_its_prices_and_keeps_the_currency_that_was_answered_in(db: None) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    idea = await make_idea(challenge=challenge)
    [voter] = await cast_votes(idea, 1)
    await set_prices(challenge["id"], PriceForm(True, "TWD", "590 290、990"))
    asked = await question_of(challenge["id"])
    assert asked.amounts == [290, 590, 990] and asked.prices[0] == Money(290, "TWD")
    await say_price(voter, idea["public_id"], "590")
    with pytest.raises(Refusal, match="货币不能再换"):
        await set_prices(challenge["id"], PriceForm(True, "CNY", "29 59 99"))
    await set_prices(challenge["id"], PriceForm(True, "TWD", "190 390 590 790"))
    assert await prices_of(idea["id"]) == [(590, 1)]
    await set_prices(challenge["id"], PriceForm(False, "TWD", "190 390 590 790"))
    with pytest.raises(Refusal, match="不问愿付价"):
        await say_price(voter, idea["public_id"], "390")


@pytest.mark.parametrize("typed", ["39 59", "39", "a b c", "1 2 3 4 5 6 7", "0 39 59", "-3 4 5", "39 39.00 59"])
async def test_prices_that_can_not_be_asked_are_refused_in_a_sentence(db: None, typed: str) -> None:
    challenge = await make_challenge()
    with pytest.raises(Refusal) as refused:
        await set_prices(challenge["id"], PriceForm(True, "CNY", typed))
    assert refused.value.field == "prices"
    assert await value("select count(*) from price_question") == 0


async def test_of_two_merged_ideas_answers_go_along_once(db: None) -> None:
    challenge = await make_challenge()
    one, other = await make_idea(challenge=challenge), await make_idea(challenge=challenge)
    both, only = await make_member(), await make_member()
    for voter, idea, price in ((both, one, "3900"), (both, other, "6900"), (only, one, "12900")):
        await cast_vote(voter, idea["public_id"])
        await say_price(voter, idea["public_id"], price)
    await cast_vote(only, other["public_id"])
    await carry_answers(one["id"], other["id"])
    await carry_answers(one["id"], other["id"])
    assert await prices_of(other["id"]) == [(6900, 1), (12900, 1)]


async def test_merged_members_keep_one_answer_and_who_leaves_takes_theirs_along(db: None) -> None:
    idea = await make_idea()
    stays, goes = await cast_votes(idea, 2)
    await say_price(stays, idea["public_id"], "3900")
    await say_price(goes, idea["public_id"], "6900")
    assert (await export(goes.id))["prices"][0]["amount_in_minor_units"] == 6900
    await merge(goes.id, stays.id)
    assert await rows("select member, amount from price_answer") == [{"member": stays.id, "amount": 3900}]
    await erase_member(stays, withdraws_ideas=False)
    assert await row("select 1 from price_answer") is None


async def test_merging_two_ideas_takes_their_answers_along(db: None) -> None:
    desk, owner = await make_desk()
    challenge = await make_challenge(desk, owner)
    one, other = await make_idea(challenge=challenge), await make_idea(challenge=challenge)
    [voter] = await cast_votes(one, 1)
    await say_price(voter, one["public_id"], "3900")
    await merge_ideas(owner, one["id"], other["id"], "说的是同一盏灯。")
    assert await prices_of(other["id"]) == [(3900, 1)] and await prices_of(one["id"]) == []
