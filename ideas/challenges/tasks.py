"""When a challenge has ended, everybody concerned is told, once."""

from typing import Any

from app.community.following.queries import followers
from app.foundation.database import row, rows, transaction
from app.foundation.queue import enqueue, task
from app.foundation.sweeps import sweep
from app.notifications.actions import notify
from ideas.reviewing.queries import team_of
from ideas.reviewing.rules import WAITING


@sweep("ended_challenges")
async def find_ended_challenges() -> None:
    for ended in await rows("select id from challenge where closed_told_at is null and deadline <= app_now() limit 50"):
        await enqueue("tell_challenge_closed", {"challenge": ended["id"]}, once_key=f"challenge_closed:{ended['id']}")


@task("tell_challenge_closed")
async def tell_challenge_closed(payload: dict[str, Any]) -> None:
    """Authors, voters and the brand; the row remembers it in the same transaction, so a second run tells nobody."""
    async with transaction():
        challenge = await row(
            """update challenge c set closed_told_at = app_now() from brand b
            where c.id = {} and c.closed_told_at is null and c.deadline <= app_now() and b.id = c.brand
            returning c.id, c.public_id, c.title, c.brand as brand_row, b.public_id as brand_id, b.name as brand, c.visibility""",
            payload["challenge"],
        )
        if challenge is None:
            return
        told = {"challenge": challenge["title"], "brand": challenge["brand"]}
        desk = f"/brands/{challenge['brand_id']}/studio/ideas?challenge={challenge['public_id']}"
        team = await team_of(challenge["brand_row"])
        await notify(team, "own_challenge_closed", desk, **told, count=await _waiting_in(challenge["id"]))
        if challenge["visibility"] == "visible":
            await _tell_those_who_took_part(challenge, told)


@task("tell_challenge_opened")
async def tell_challenge_opened(payload: dict[str, Any]) -> None:
    """Whoever follows the brand; a hint, so a lost job is not looked for. A second run tells nobody again."""
    async with transaction():
        challenge = await row(
            """update challenge c set opened_told_at = app_now() from brand b
            where c.id = {} and c.opened_told_at is null and c.visibility = 'visible' and c.deadline > app_now()
              and b.id = c.brand
            returning c.public_id, c.title, c.brand as brand_row, b.name as brand""",
            payload["challenge"],
        )
        if challenge is not None:
            told = {"challenge": challenge["title"], "brand": challenge["brand"]}
            following = await followers("brand", challenge["brand_row"])
            await notify(following, "followed_brand_asks", f"/challenges/{challenge['public_id']}", **told)


async def _waiting_in(challenge: int) -> int:
    found = await row(
        "select count(*) as n from idea where challenge = {} and visibility = 'visible' and state = any({})",
        challenge,
        list(WAITING),
    )
    assert found is not None
    return int(found["n"])


async def _tell_those_who_took_part(challenge: dict[str, Any], told: dict[str, str]) -> None:
    """Whoever both proposed and voted is told as an author."""
    url = f"/challenges/{challenge['public_id']}"
    authors = {
        one["author"]
        for one in await rows(
            "select distinct author from idea where challenge = {} and state = any({})", challenge["id"], list(WAITING)
        )
    }
    voters = await rows(
        "select distinct v.member from vote v join idea i on i.id = v.idea where i.challenge = {} and v.state = 'counted'",
        challenge["id"],
    )
    await notify(authors, "challenge_closed", url, **told)
    voted = {one["member"] for one in voters} - authors
    await notify(voted, "voted_challenge_closed", url, **told)
    following = set(await followers("challenge", challenge["id"])) - authors - voted
    await notify(following, "followed_challenge_closed", url, **told)
