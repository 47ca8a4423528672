"""When a phase begins, ends or soon ends, and when a challenge has ended for fans, those concerned are told, once."""

from typing import Any

from app.community.following.queries import followers
from app.foundation.database import row, rows, transaction
from app.foundation.queue import enqueue, task
from app.foundation.sweeps import sweep
from app.notifications.actions import notify
from ideas.challenges.telling import remind, tell_begun, tell_ended
from ideas.reviewing.queries import team_of
from ideas.reviewing.rules import WAITING

DUE = {
    "tell_phase_begun": "p.begun_told_at is null and p.starts_at <= app_now()",
    "tell_phase_ended": "p.ended_told_at is null and p.ends_at <= app_now()",
    # Of a phase shorter than two days one was told yesterday anyhow.
    "remind_of_phase": """p.reminded_at is null and p.ends_at > app_now() and p.ends_at <= app_now() + interval '24 hours'
      and p.ends_at - p.starts_at >= interval '48 hours' and p.starts_at <= app_now()
      and p.doors && array['propose', 'improve', 'vote']""",
}


@sweep("challenge_phases")
async def find_phases() -> None:
    """Earlier phases first, whatever has been waiting."""
    for name, due in DUE.items():
        for found in await rows(
            f"""select p.id from challenge_phase p join challenge c on c.id = p.challenge
            where {due} and c.published_at is not null and c.visibility = 'visible' order by p.starts_at limit 50"""
        ):
            await enqueue(name, {"phase": found["id"]}, once_key=f"{name}:{found['id']}")


@task("tell_phases")
async def tell_phases(payload: dict[str, Any]) -> None:
    """A challenge has just been published: nobody waits for the sweep."""
    await find_phases()


@task("tell_phase_begun")
async def tell_phase_begun(payload: dict[str, Any]) -> None:
    await tell_begun(payload["phase"])


@task("tell_phase_ended")
async def tell_phase_ended(payload: dict[str, Any]) -> None:
    await tell_ended(payload["phase"])


@task("remind_of_phase")
async def remind_of_phase(payload: dict[str, Any]) -> None:
    await remind(payload["phase"])


@sweep("ended_challenges")
async def find_ended_challenges() -> None:
    for ended in await rows(
        """select id from challenge where closed_told_at is null and deadline <= app_now() and published_at is not null
        limit 50"""
    ):
        await enqueue("tell_challenge_closed", {"challenge": ended["id"]}, once_key=f"challenge_closed:{ended['id']}")


@task("tell_challenge_closed")
async def tell_challenge_closed(payload: dict[str, Any]) -> None:
    """Authors, voters and the brand; the row remembers it in the same transaction, so a second run tells nobody."""
    async with transaction():
        challenge = await row(
            """update challenge c set closed_told_at = app_now() from brand b
            where c.id = {} and c.closed_told_at is null and c.deadline <= app_now()
              and c.published_at is not null and b.id = c.brand
            returning c.id, c.public_id, c.title, c.brand as brand_row, b.public_id as brand_id, b.name as brand, c.visibility""",
            payload["challenge"],
        )
        if challenge is None:
            return
        told: dict[str, Any] = {"challenge": challenge["title"], "brand": challenge["brand"]}
        desk = f"/brands/{challenge['brand_id']}/studio/ideas?challenge={challenge['public_id']}"
        team = await team_of(challenge["brand_row"])
        await notify(team, "own_challenge_closed", desk, **told, count=await _waiting_in(challenge["id"]))
        if challenge["visibility"] == "visible":
            await _tell_those_who_took_part(challenge, told)


async def _waiting_in(challenge: int) -> int:
    found = await row(
        "select count(*) as n from idea where challenge = {} and visibility = 'visible' and state = any({})",
        challenge,
        list(WAITING),
    )
    assert found is not None
    return int(found["n"])


async def _tell_those_who_took_part(challenge: dict[str, Any], told: dict[str, Any]) -> None:
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
