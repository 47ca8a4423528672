"""Following: a member, a thing, once; told when it moves."""

import httpx

from app.accounts.intents.actions import finish_begun
from app.community.following.actions import follow, unfollow
from app.community.following.queries import followers, following_of
from app.foundation.database import value
from ideas.challenges.telling import tell_begun
from tests.ideas.makers import make_challenge, make_desk, make_idea
from tests.people import make_member, sign_in


async def test_following_twice_is_following_once_and_leaving_off_ends_it(db: None) -> None:
    fan, idea = await make_member(), await make_idea()
    for _ in range(2):
        await follow(fan, "idea", idea["public_id"], "poster")
    assert await followers("idea", idea["id"]) == [fan.id]
    assert [one["subject"].title for one in await following_of(fan)] == [idea["title"]]
    for _ in range(2):
        await unfollow(fan, "idea", idea["public_id"])
    assert await followers("idea", idea["id"]) == []


async def test_the_button_turns_and_works_without_htmx(db: None, client: httpx.AsyncClient) -> None:
    fan, idea = await make_member(), await make_idea()
    await sign_in(client, fan)
    answer = await client.post(f"/follows/idea/{idea['public_id']}", headers={"HX-Request": "true"})
    assert "已关注" in answer.text and "1 人关注" in answer.text
    plain = await client.post(f"/follows/idea/{idea['public_id']}/withdrawal")
    assert plain.status_code == 303 and plain.headers["location"] == f"/ideas/{idea['public_id']}"
    assert await followers("idea", idea["id"]) == []


async def test_following_begun_signed_out_is_finished_after_sign_in(db: None, client: httpx.AsyncClient) -> None:
    fan, idea = await make_member(), await make_idea()
    begun = await client.post(f"/follows/idea/{idea['public_id']}")
    key = httpx.URL(begun.headers["location"]).params["intent"]
    [(intent, done)] = await finish_begun(fan, key=key, visitor="")
    assert done is not None and done.url == f"/ideas/{idea['public_id']}" and idea["title"] in intent.outcome()
    assert await followers("idea", idea["id"]) == [fan.id]


async def test_what_cannot_be_seen_or_followed_is_not_found(db: None, client: httpx.AsyncClient) -> None:
    await sign_in(client, await make_member())
    assert (await client.post("/follows/idea/nothing1")).status_code == 404
    assert (await client.post("/follows/weather/nothing1")).status_code == 404


async def test_a_brands_followers_hear_of_its_new_challenge_once(db: None) -> None:
    desk, owner = await make_desk()
    fan = await make_member()
    await follow(fan, "brand", desk.public_id)
    challenge = await make_challenge(desk, owner)
    for _ in range(2):
        await tell_begun(await value("select id from challenge_phase where challenge = {}", challenge["id"]))
    assert await value("select count(*) from notice where member = {} and event = 'followed_brand_asks'", fan.id) == 1
